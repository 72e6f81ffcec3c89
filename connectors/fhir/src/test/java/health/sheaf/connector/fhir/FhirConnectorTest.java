package health.sheaf.connector.fhir;

import static health.sheaf.connector.fhir.ScriptedFhir.NUMBER;
import static health.sheaf.connector.fhir.ScriptedFhir.PATIENT;
import static health.sheaf.connector.fhir.ScriptedFhir.observation;
import static health.sheaf.connector.fhir.ScriptedFhir.searchset;
import static health.sheaf.connector.fhir.ScriptedFhir.self;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.TestAuthority;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SearchFilter.Token;
import health.sheaf.spi.SearchFilter.TokenFilter;
import health.sheaf.spi.Section;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FhirConnectorTest {

    private static final SearchFilter CODE =
            new TokenFilter(
                    "Observation",
                    "code",
                    List.of(
                            new Token("http://x|y", "a,b$c\\"),
                            new Token(null, "d"),
                            new Token("", "e")));

    private final ScriptedFhir fhir = new ScriptedFhir();

    @AfterEach
    void close() {
        fhir.close();
    }

    @Test
    void whatTheServerStatesIsWhatItIsAskedFor() {
        var capabilities = fhir.connector().capabilities();

        assertThat(capabilities.resourceTypes())
                .containsExactlyInAnyOrder("Patient", "Observation", "Condition");
        assertThat(capabilities.pushdown().get("Observation"))
                .containsExactlyInAnyOrder("code", "date");
        assertThat(capabilities.findsByDemographics()).isTrue();
    }

    @Test
    void whatTheDefinitionKnowsBetterIsLeftOut() {
        fhir.set("without-parameters", List.of("Observation.code")).set("types", "Observation");

        var capabilities = fhir.connector().capabilities();

        assertThat(capabilities.resourceTypes()).containsOnly("Patient", "Observation");
        assertThat(capabilities.pushdown().get("Observation")).containsExactly("date");
    }

    @Test
    void aServerThatStatesNothingIsAskedForWhatItsDefinitionSays() {
        fhir.on("/r4/metadata", HttpAnswer.status(500)).reconnect();

        assertThat(fhir.connector().capabilities().resourceTypes())
                .contains("Observation", "Condition", "AllergyIntolerance");
        assertThat(fhir.fetch("Observation").outcomes())
                .containsEntry(Section.RESULTS, new Outcome.Complete(0));
    }

    @Test
    void aServerOfAnotherReleaseIsNotAsked() {
        fhir.on(
                        "/r4/metadata",
                        HttpAnswer.fhir(
                                "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"3.0.2\"}"))
                .reconnect();

        assertFailed(fhir.fetch("Observation"), FaultCode.MISCONFIGURED);
        assertThat(fhir.asked()).isEmpty();
    }

    @Test
    void filtersArePushedDownEscaped() {
        fhir.set("read", "search");
        fhir.fetch(List.of(CODE), "Observation");

        assertThat(fhir.targets())
                .contains(
                        "/r4/Observation?patient=p1&code="
                                + "http%3A%2F%2Fx%5C%7Cy%7Ca%5C%2Cb%5C%24c%5C%5C%2Cd%2C%7Ce"
                                + "&_count=500");
    }

    @Test
    void aFilterTheServerIgnoresComesBackAndIsNotBelievedAgain() {
        fhir.on(
                "/r4/Observation",
                HttpAnswer.fhir(
                        searchset(
                                self(fhir.address("/r4/Observation?patient=p1")),
                                observation("o1"))));

        var result = fhir.fetch(List.of(CODE), "Observation");

        assertThat(result.unapplied().filters()).containsExactly(CODE);
        assertThat(fhir.connector().capabilities().pushdown().get("Observation"))
                .containsExactly("date");
    }

    @Test
    void aFilterTheServerRefusesComesBackAndIsNotAskedAgain() {
        fhir.on(
                "/r4/Observation",
                asked ->
                        asked.target().contains("code=")
                                ? HttpAnswer.fhir(400, "{\"resourceType\":\"OperationOutcome\"}")
                                : HttpAnswer.fhir(searchset("", observation("o1"))));

        var result = fhir.fetch(List.of(CODE), "Observation");
        assertThat(result.unapplied().filters()).containsExactly(CODE);
        assertThat(result.outcomes()).containsEntry(Section.RESULTS, new Outcome.Complete(1));

        fhir.forget();
        assertThat(fhir.fetch(List.of(CODE), "Observation").unapplied().filters())
                .containsExactly(CODE);
        assertThat(fhir.targets()).noneMatch(target -> target.contains("code="));
    }

    @Test
    void anNhsNumberIsLookedForByAFormAndNeverStandsInAnAddress() {
        fhir.on("/r4/Patient/_search", HttpAnswer.fhir(searchset("", PATIENT)));

        var result = fhir.fetch(new PatientKey.National(NUMBER), List.of(), 100, "Observation");

        assertThat(result.outcomes()).containsEntry(Section.DEMOGRAPHICS, new Outcome.Complete(1));
        assertThat(fhir.targets()).noneMatch(target -> target.contains(NUMBER.value()));
        assertThat(fhir.asked().getFirst().bodyText()).contains(NUMBER.value());
    }

    @Test
    void ofSeveralPatientsWithTheNumberTheOneThatSurvivesIsMeant() {
        var gone = ScriptedFhir.patient("p0", "\"active\":false", NUMBER.value());
        var replaced =
                ScriptedFhir.patient(
                        "p2",
                        "\"link\":[{\"other\":{\"reference\":\"Patient/p1\"},"
                                + "\"type\":\"replaced-by\"}]",
                        NUMBER.value());
        var other = ScriptedFhir.patient("p3", "\"active\":true", "9990704333");
        fhir.on(
                "/r4/Patient/_search",
                HttpAnswer.fhir(searchset("", gone, replaced, other, PATIENT)));
        var key = new PatientKey.National(NUMBER);

        var result = fhir.fetch(key, List.of(), 100, "Observation");
        assertThat(result.entries()).extracting(e -> e.origin().nativeId()).containsExactly("p1");

        var twin = ScriptedFhir.patient("p4", "\"active\":true", NUMBER.value());
        fhir.on("/r4/Patient/_search", HttpAnswer.fhir(searchset("", PATIENT, twin)));
        assertFailed(fhir.fetch(key, List.of(), 100, "Observation"), FaultCode.MALFORMED);
    }

    @Test
    void aServerWithoutSearchByPostNeedsADefinitionThatSaysSo() {
        fhir.on("/r4/Patient/_search", HttpAnswer.status(405));
        var key = new PatientKey.National(NUMBER);
        assertFailed(fhir.fetch(key, List.of(), 9, "Observation"), FaultCode.MISCONFIGURED);

        fhir.set("search-method", "get").on("/r4/Patient", HttpAnswer.fhir(searchset("", PATIENT)));
        assertThat(fhir.fetch(key, List.of(), 9, "Observation").entries()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../Patient/2?x", "..", ".", "a/b", "x?y=z", "#", "", "//evil/x"})
    void aKeyCanNeverLeadToAnotherAddress(String key) {
        var result = fhir.fetch(new PatientKey.Local(key, NUMBER), List.of(), 9, "Observation");

        assertFailed(result, FaultCode.PATIENT_NOT_KNOWN);
        assertThat(fhir.targets())
                .allMatch(t -> t.matches("/r4/(Patient/[^/?]+|Observation\\?.*)"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, CREDENTIALS_REFUSED",
        "403, FORBIDDEN",
        "404, PATIENT_NOT_KNOWN",
        "410, PATIENT_NOT_KNOWN",
        "429, THROTTLED",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR"
    })
    void aPatientThatIsNotGivenFailsTheWholeAnswer(int status, FaultCode code) {
        fhir.on("/r4/Patient/p1", HttpAnswer.status(status));

        assertFailed(fhir.fetch("Observation", "Condition"), code);
    }

    @Test
    void anotherPatientThanAskedForIsNotTaken() {
        fhir.on("/r4/Patient/p1", HttpAnswer.fhir(PATIENT.replace("\"p1\"", "\"p2\"")));

        assertFailed(fhir.fetch("Observation"), FaultCode.UNEXPECTED_CONTENT);
    }

    @Test
    void everythingIsReadInOneWhereMostIsWanted() {
        withEverything(
                HttpAnswer.fhir(
                        searchset(
                                "",
                                PATIENT,
                                observation("o1"),
                                "{\"resourceType\":\"Flag\",\"id\":\"f\"}")));

        var result = fhir.fetch("Observation");

        assertThat(fhir.targets()).containsExactly("/r4/Patient/p1/$everything?_count=500");
        assertThat(result.entries()).hasSize(2);
        assertThat(result.outcomes()).containsEntry(Section.RESULTS, new Outcome.Complete(1));
    }

    @Test
    void aBrokenEverythingFailsEverySection() {
        var page = searchset("", PATIENT, observation("o1"));
        withEverything(HttpAnswer.fhir(page.substring(0, page.length() - 2)));

        var result = fhir.fetch("Observation", "Condition");

        assertFailed(result, FaultCode.MALFORMED);
        assertThat(result.outcomes()).hasSize(3);
    }

    @Test
    void anEverythingThatIsNotThereIsReplacedBySearches() {
        fhir.states(
                        "!Patient:identifier/token",
                        "Observation:patient/reference",
                        "Condition:patient/reference",
                        "Flag:patient/reference",
                        "List:patient/reference",
                        "Goal:patient/reference")
                .reconnect();
        var all = new String[] {"Observation", "Condition", "Flag", "List", "Goal"};
        for (var type : all) {
            fhir.on("/r4/" + type, HttpAnswer.fhir(searchset("")));
        }

        assertThat(fhir.fetch(all).outcomes().values())
                .allMatch(outcome -> outcome instanceof Outcome.Complete);
        assertThat(fhir.targets()).contains("/r4/Patient/p1/$everything?_count=500");

        fhir.forget();
        fhir.fetch(all);
        assertThat(fhir.targets()).noneMatch(target -> target.contains("everything"));
    }

    @Test
    void whatTheChartRefersToIsReadInOneBatchAndOnlyHere() {
        var text = "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"performer\":[%s]}";
        fhir.on(
                "/r4/Observation",
                HttpAnswer.fhir(
                        searchset(
                                "",
                                text.formatted(
                                        "o1",
                                        refs(
                                                "Practitioner/a",
                                                "http://evil.example/Practitioner/c",
                                                "urn:uuid:1",
                                                "#x")),
                                text.formatted(
                                        "o2",
                                        refs(
                                                "Practitioner/b",
                                                fhir.address("/r4/Practitioner/a"))))));
        var practitioner = "{\"resourceType\":\"Practitioner\",\"id\":\"%s\"}";
        fhir.on(
                "/r4/Practitioner",
                HttpAnswer.fhir(
                        searchset(
                                "",
                                practitioner.formatted("a"),
                                practitioner.formatted("b"),
                                practitioner.formatted("z"))));

        var result = fhir.fetch("Observation");

        assertThat(result.entries())
                .extracting(e -> e.origin().localReference())
                .containsExactly(
                        "Patient/p1",
                        "Observation/o1",
                        "Observation/o2",
                        "Practitioner/a",
                        "Practitioner/b");
        assertThat(fhir.targets())
                .filteredOn(t -> t.contains("Practitioner"))
                .containsExactly("/r4/Practitioner?_id=a%2Cb&_count=2");
    }

    @Test
    void freshnessIsWhatTheSourceSaysAndLastsThroughItsSilence() {
        fhir.set("freshness", Map.of("url", "status", "path", "replica.asOf"))
                .on(
                        "/r4/status",
                        HttpAnswer.json("{\"replica\":{\"asOf\":\"2026-03-01T08:00:00Z\"}}"));
        var asOf = new Freshness.AsOf(Instant.parse("2026-03-01T08:00:00Z"));

        assertThat(fhir.fetch("Observation").freshness()).isEqualTo(asOf);
        fhir.on("/r4/status", HttpAnswer.loginPage());
        assertThat(fhir.fetch("Observation").freshness()).isEqualTo(asOf);
    }

    @Test
    void demographicsAreCheckedHereWhateverTheServerThinks() {
        var finder = fhir.connector().patients().orElseThrow();
        var other = PATIENT.replace("\"p1\"", "\"p2\"").replace("O'Neill", "O'Neillson");
        fhir.on("/r4/Patient/_search", HttpAnswer.fhir(searchset("", PATIENT, other)));

        var found =
                finder.find(
                        TestAuthority.directCare(),
                        new PatientQuery.ByDemographics(
                                "o'neill", "MAR", LocalDate.of(1970, 1, 1), "female", "ls14ap"),
                        ScriptedFhir.soon());

        assertThat(found.entries()).extracting(e -> e.origin().nativeId()).containsExactly("p1");
        assertThat(fhir.asked().getFirst().bodyText())
                .isEqualTo("family=o%27neill&birthdate=1970-01-01&_count=200");
    }

    private void withEverything(HttpAnswer answer) {
        fhir.set("read", "everything").on("/r4/Patient/p1/$everything", answer);
    }

    private static String refs(String... references) {
        return String.join(
                ",",
                java.util.Arrays.stream(references)
                        .map(reference -> "{\"reference\":\"" + reference + "\"}")
                        .toList());
    }

    private static void assertFailed(FetchResult result, FaultCode code) {
        assertThat(result.entries()).isEmpty();
        assertThat(result.outcomes().values())
                .isNotEmpty()
                .allSatisfy(outcome ->
                        assertThat(outcome)
                                .isInstanceOfSatisfying(
                                        Outcome.Failed.class,
                                        failed ->
                                                assertThat(failed.fault().code()).isEqualTo(code)));
    }
}
