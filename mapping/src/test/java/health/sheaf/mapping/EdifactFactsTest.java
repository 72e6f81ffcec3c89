package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.mapping.edifact.EdifactLimits;
import health.sheaf.mapping.edifact.EdifactReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The pathology library against NHS England's own conversions of the same messages. */
final class EdifactFactsTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** What the expected files have in STU3 has another name in R4. */
    private static final List<List<String>> RENAMED =
            List.of(
                    List.of(
                            "https://fhir.hl7.org.uk/STU3/StructureDefinition/"
                                    + "Extension-CareConnect-NHSNumberVerificationStatus-1",
                            "https://fhir.hl7.org.uk/StructureDefinition/"
                                    + "Extension-UKCore-NHSNumberVerificationStatus"),
                    List.of(
                            "https://fhir.hl7.org.uk/STU3/CodeSystem/"
                                    + "CareConnect-NHSNumberVerificationStatus-1",
                            "https://fhir.hl7.org.uk/CodeSystem/"
                                    + "UKCore-NHSNumberVerificationStatusEngland"),
                    List.of("\"code\":\"01\"", "\"code\":\"number-present-and-verified\""),
                    List.of(
                            "http://hl7.org/fhir/v2/0078",
                            "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"));

    @Test
    void everyFactOfPathologyIsFoundAndNoneInvented() throws IOException {
        var folder = MappingCorpora.find("nhs-lab-results-edifact");
        int expected = 0;
        int found = 0;
        for (var line : Files.readAllLines(folder.resolve("pairs.tsv"))) {
            var pair = line.split("\t", -1);
            if (!pair[2].startsWith("EDIFACT->STU3")) {
                continue;
            }
            var verdict = Facts.compare(expected(folder.resolve(pair[1])), actual(folder, pair));
            expected += verdict.expected();
            found += verdict.found();
            assertThat(verdict.missing()).as(pair[1]).isEmpty();
            // R4 requires both addresses of a message header; STU3 had neither of them this way.
            assertThat(verdict.invented())
                    .as(pair[1])
                    .allMatch(fact -> fact.matches("MessageHeader \\w+\\.endpoint = .*"));
        }
        assertThat(found).isEqualTo(expected).isGreaterThan(800);
    }

    private static JsonNode actual(Path folder, String[] pair) throws IOException {
        var bytes = Files.readAllBytes(folder.resolve(pair[0]));
        var interchange = new EdifactReader(EdifactLimits.USUAL).read(bytes);
        var number = pair[1].replaceFirst(".*?([0-9])\\.fhir\\.json", "$1");
        boolean only = interchange.messages().size() == 1;
        var message = interchange.messages().get(only ? 0 : Integer.parseInt(number) - 1);
        return EdifactBundles.library().bundle(interchange, message, new Issues());
    }

    private static JsonNode expected(Path file) throws IOException {
        var text = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8)).toString();
        for (var pair : RENAMED) {
            text = text.replace(pair.getFirst(), pair.getLast());
        }
        var bundle = JSON.readTree(text);
        for (var entry : bundle.path("entry")) {
            if (entry.path("resource") instanceof ObjectNode resource) {
                rename(resource);
            }
        }
        return bundle;
    }

    private static void rename(ObjectNode resource) {
        switch (resource.path("resourceType").asString()) {
            case "MessageHeader" -> {
                // The ITK wrapper is the adaptor's own, and so is the mailbox.
                resource.remove(List.of("extension", "timestamp", "source"));
                resource.set("eventCoding", resource.remove("event"));
                resource.putObject("destination").set("receiver", resource.remove("receiver"));
            }
            case "ProcedureRequest" -> {
                resource.put("resourceType", "ServiceRequest");
                resource.set("requester", resource.remove("requester").path("agent"));
            }
            case "DiagnosticReport" -> flatten(resource, "performer", "performer", "actor");
            case "Observation" -> {
                var comment = resource.remove("comment");
                if (comment != null) {
                    resource.putArray("note").addObject().set("text", comment);
                }
                flatten(resource, "related", "hasMember", "target");
            }
            case String same -> {}
        }
    }

    private static void flatten(ObjectNode resource, String from, String to, String part) {
        var items = resource.remove(from);
        if (items != null) {
            var flat = resource.putArray(to);
            items.forEach(item -> flat.add(item.path(part)));
        }
    }
}
