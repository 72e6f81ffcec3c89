package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** One patient, five living systems, one record, and a ledger of what answered. */
final class RecordOfARegionTest {

    private static final String META_SOURCE = "urn:sheaf:source:";

    private static Region region;
    private static String person;

    @BeforeAll
    static void startTheRegion() {
        region = Region.start();
        person = region.person(region.firstPatient());
    }

    @AfterAll
    static void endTheRegion() {
        region.close();
    }

    @AfterEach
    void healEverything() {
        region.healAll();
    }

    @Test
    void everythingHoldsEntriesOfAllFiveSystemsEachWithItsOrigin() {
        var record = region.everything("clinician", person);

        assertThat(sourcesOf(record)).containsExactlyInAnyOrderElementsOf(region.sources());
        for (var entry : record.get("entry")) {
            var resource = entry.get("resource");
            boolean ours =
                    resource.get("resourceType").stringValue().equals("OperationOutcome")
                            || resource.path("id").asString("").equals(person);
            if (!ours) {
                assertThat(resource.path("meta").path("source").asString(""))
                        .startsWith(META_SOURCE);
            }
        }
        assertThat(verdicts(record))
                .hasSize(5)
                .allSatisfy((source, verdict) -> assertThat(verdict).startsWith("answered"));
    }

    @Test
    void noIdOfASourceAndNoDanglingReferenceLeaves() {
        var record = region.everything("clinician", person);
        var ids = new HashSet<String>();
        record.get("entry")
                .forEach(entry ->
                        ids.add(
                                entry.get("resource").get("resourceType").stringValue()
                                        + "/"
                                        + entry.get("resource").path("id").asString("")));

        for (var entry : record.get("entry")) {
            for (var subject : new String[] {"subject", "patient"}) {
                var reference = entry.get("resource").path(subject).path("reference").asString("");
                if (!reference.isEmpty()) {
                    assertThat(reference).isEqualTo("Patient/" + person).isIn(ids);
                }
            }
        }
    }

    @Test
    void brokenSystemsLeaveNothingInTheRecordAndAreNamedWithTheirCauses() {
        region.control("riverside-gp", "foreign");
        region.control("infirmary-epr", "cut?bytes=3000&clean=true");
        region.control("community-care", "hang");
        region.control("infirmary-pas", "stop");

        long started = System.nanoTime();
        var record = region.everything("callHandler", person);
        var took = Duration.ofNanos(System.nanoTime() - started);

        assertThat(sourcesOf(record)).containsExactly("pathology-lims");
        assertThat(verdicts(record))
                .containsEntry("riverside-gp", "bad-data")
                .containsEntry("infirmary-epr", "bad-data")
                .containsEntry("community-care", "timed-out")
                .containsEntry("infirmary-pas", "unreachable")
                .containsEntry("pathology-lims", "answered");
        // Show-by of a call handler is two seconds.
        assertThat(took).isLessThan(Duration.ofMillis(2_200 + SLACK_OF_A_BUSY_MACHINE));
        assertThat(outcome(record)).contains("llergies: unknown");
    }

    /**
     * Other processes share the two cores of a build machine; the bound itself is measured by the
     * bench.
     */
    private static final long SLACK_OF_A_BUSY_MACHINE = 800;

    @Test
    void anAllergyThatTheHospitalRefutesStaysAndIsAConflict() {
        var whose = region.person(region.patientThatShows("that the hospital refutes"));

        var record = region.everything("clinician", whose);

        var allergies =
                record.get("entry")
                        .valueStream()
                        .map(entry -> entry.get("resource"))
                        .filter(resource ->
                                resource.get("resourceType")
                                        .stringValue()
                                        .equals("AllergyIntolerance"))
                        .map(resource -> "AllergyIntolerance/" + resource.get("id").stringValue())
                        .toList();
        assertThat(allergies).hasSizeGreaterThanOrEqualTo(2);
        var conflicts =
                record.get("entry")
                        .valueStream()
                        .flatMap(entry -> entry.get("resource").path("issue").valueStream())
                        .filter(issue -> issue.get("code").stringValue().equals("conflict"))
                        .map(issue -> issue.get("details").get("text").stringValue())
                        .toList();
        assertThat(conflicts)
                .anySatisfy(conflict ->
                        assertThat(conflict)
                                .startsWith("Allergies: refuted by infirmary-epr")
                                .contains("but held by riverside-gp", allergies.getFirst()));
    }

    @Test
    void whoMayNotSeeARecordIsRefusedAndSoIsWhoHasNoToken() {
        assertThat(region.get("analyst", "/Patient/" + person + "/$everything").statusCode())
                .isEqualTo(403);
        assertThat(
                        region.send(
                                        java.net.http.HttpRequest.newBuilder(
                                                java.net.URI.create(
                                                        region.fhir()
                                                                + "/Patient/"
                                                                + person
                                                                + "/$everything")))
                                .statusCode())
                .isEqualTo(401);
    }

    private static Set<String> sourcesOf(JsonNode record) {
        var sources = new HashSet<String>();
        for (var entry : record.get("entry")) {
            var source = entry.get("resource").path("meta").path("source").asString("");
            if (source.startsWith(META_SOURCE)) {
                sources.add(source.substring(META_SOURCE.length()));
            }
        }
        return sources;
    }

    /** Verdict by source, from the OperationOutcome that travels with the record. */
    private static Map<String, String> verdicts(JsonNode record) {
        var verdicts = new HashMap<String, String>();
        for (var entry : record.get("entry")) {
            for (var issue : entry.get("resource").path("issue")) {
                var source = issue.toString();
                for (var id : region.sources()) {
                    if (source.contains("\"" + id + "\"")) {
                        for (var coding : issue.path("details").path("coding")) {
                            verdicts.put(id, coding.path("code").asString(""));
                        }
                    }
                }
            }
        }
        return verdicts;
    }

    private static String outcome(JsonNode record) {
        var text = new StringBuilder();
        for (var entry : record.get("entry")) {
            if (entry.get("resource")
                    .get("resourceType")
                    .stringValue()
                    .equals("OperationOutcome")) {
                text.append(entry.get("resource"));
            }
        }
        return text.toString();
    }
}
