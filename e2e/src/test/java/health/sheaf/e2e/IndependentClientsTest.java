package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.gclient.TokenClientParam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Clients nobody here wrote read the record. */
final class IndependentClientsTest {

    private static Region region;

    @BeforeAll
    static void startTheRegion() {
        region = Region.start();
    }

    @AfterAll
    static void endTheRegion() {
        region.close();
    }

    @Test
    void theClientOfHapiFindsReadsSearchesAndPages() {
        var context = FhirContext.forR4();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.ONCE);
        context.getRestfulClientFactory().setSocketTimeout(60_000);
        var client = context.newRestfulGenericClient(region.fhir());
        client.registerInterceptor(new BearerTokenAuthInterceptor(region.token("clinician")));

        var found =
                client.search()
                        .forResource(Patient.class)
                        .where(
                                new TokenClientParam("identifier")
                                        .exactly()
                                        .systemAndCode(
                                                "https://fhir.nhs.uk/Id/nhs-number",
                                                region.firstPatient()))
                        .returnBundle(Bundle.class)
                        .execute();
        var patient = patient(found);
        var id = patient.getIdElement().getIdPart();
        var read = client.read().resource(Patient.class).withId(id).execute();
        var everything =
                client.operation()
                        .onInstance(new IdType("Patient", id))
                        .named("$everything")
                        .withNoParameters(Parameters.class)
                        .returnResourceType(Bundle.class)
                        .useHttpGet()
                        .execute();
        var all = observations(everything);
        var paged = new HashSet<String>();
        var page =
                client.search()
                        .forResource(Observation.class)
                        .where(Observation.PATIENT.hasId(id))
                        .count(3)
                        .returnBundle(Bundle.class)
                        .execute();
        while (true) {
            paged.addAll(observations(page));
            if (page.getLink(Bundle.LINK_NEXT) == null) {
                break;
            }
            page = client.loadPage().next(page).execute();
        }
        var xml =
                client.search()
                        .forResource(Observation.class)
                        .where(Observation.PATIENT.hasId(id))
                        .encodedXml()
                        .returnBundle(Bundle.class)
                        .execute();

        assertThat(read.getIdElement().getIdPart()).isEqualTo(id);
        assertThat(all).isNotEmpty();
        assertThat(paged).isEqualTo(all);
        assertThat(observations(xml)).isEqualTo(all);
    }

    @Test
    void fhirKitAndMedplumSeeTheSameRecord() throws Exception {
        var seen = run(npmFolder(), List.of("node", "clients.mjs"));
        var node = Region.JSON.readTree(seen);

        assertThat(sources(node.get("kit"))).hasSize(region.sources().size());
        assertThat(sources(node.get("medplum"))).isEqualTo(sources(node.get("kit")));
        assertThat(node.get("medplum").get("id")).isEqualTo(node.get("kit").get("id"));
        assertThat(node.get("medplum").get("entries")).isEqualTo(node.get("kit").get("entries"));
        assertThat(node.get("kit").get("secondPage").intValue()).isPositive();
        assertThat(node.get("medplum").get("conditions").intValue()).isPositive();
    }

    @Tag("system")
    @Test
    void curlFollowsTheWordsOfTheReadMe() throws Exception {
        var authorization = "Authorization: Bearer " + region.token("clinician");
        var folder = Files.createDirectories(Repository.ROOT.resolve("e2e/target/curl"));
        var found =
                run(
                        folder,
                        List.of(
                                "curl",
                                "-sS",
                                "--fail",
                                "-X",
                                "POST",
                                region.fhir() + "/Patient/_search",
                                "-H",
                                authorization,
                                "--data-urlencode",
                                "identifier=https://fhir.nhs.uk/Id/nhs-number|"
                                        + region.firstPatient()));
        var person =
                Region.JSON
                        .readTree(found)
                        .get("entry")
                        .valueStream()
                        .map(entry -> entry.path("fullUrl").asString(""))
                        .filter(url -> url.contains("/Patient/"))
                        .findFirst()
                        .orElseThrow();
        var record =
                run(
                        folder,
                        List.of(
                                "curl",
                                "-sS",
                                "--fail",
                                "--compressed",
                                person + "/$everything",
                                "-H",
                                authorization));

        assertThat(Region.JSON.readTree(record).get("entry").size()).isGreaterThan(100);
    }

    private static Path npmFolder() throws Exception {
        var sources = Repository.ROOT.resolve("e2e/src/test/npm");
        var folder = Files.createDirectories(Repository.ROOT.resolve("e2e/target/npm"));
        for (var name : List.of("package.json", "package-lock.json", "clients.mjs")) {
            Files.copy(
                    sources.resolve(name),
                    folder.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        run(folder, List.of("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"));
        return folder;
    }

    private static String run(Path folder, List<String> command) throws Exception {
        var out = folder.resolve("out.txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "SHEAF_FHIR",
                                region.fhir(),
                                "SHEAF_TOKEN",
                                region.token("clinician"),
                                "SHEAF_NHS_NUMBER",
                                region.firstPatient()));
        var process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        var text = Files.readString(out);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    private static Patient patient(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> observations(Bundle bundle) {
        var ids = new HashSet<String>();
        for (var entry : bundle.getEntry()) {
            if (entry.getResource() instanceof Observation observation) {
                ids.add(observation.getIdElement().getIdPart());
            }
        }
        return ids;
    }

    private static Set<String> sources(JsonNode seen) {
        var sources = new TreeSet<String>();
        seen.get("sources").forEach(source -> sources.add(source.stringValue()));
        return sources;
    }
}
