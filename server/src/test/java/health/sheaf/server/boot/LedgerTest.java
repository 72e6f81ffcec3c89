package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.FaultCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class LedgerTest {

    private final TestRegion region = TestRegion.shared();
    private String person = "";

    @BeforeEach
    void find() {
        person = region.personId();
    }

    @AfterEach
    void reset() {
        region.reset();
    }

    private static JsonNode issue(JsonNode outcome, String source) {
        return outcome.get("issue")
                .valueStream()
                .filter(issue ->
                        issue.at("/extension/0/extension/0/valueCode").asString("").equals(source))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSourceThatFailedIsNamedWithItsCauseAndTheRestIsShown() {
        region.practice().fail(FaultCode.CONNECT_FAILED);

        var response = region.get("/Patient/" + person + "/$everything");

        assertThat(response.statusCode()).isEqualTo(200);
        var bundle = region.json(response);
        assertThat(bundle.has("total")).isFalse();
        var outcome = bundle.at("/entry/0/resource");
        assertThat(bundle.at("/entry/0/search/mode").asString()).isEqualTo("outcome");
        var practice = issue(outcome, "practice");
        assertThat(practice.get("severity").asString()).isEqualTo("warning");
        assertThat(practice.get("code").asString()).isEqualTo("transient");
        assertThat(practice.at("/details/coding/0/code").asString()).isEqualTo("unreachable");
        assertThat(practice.toString()).contains("SHF-SRC-201").contains("B86001");
        assertThat(issue(outcome, "hospital").get("severity").asString()).isEqualTo("information");
        assertThat(response.body()).contains("Asthma").doesNotContain("Penicillin");
    }

    @Test
    void noAllergiesIsNeverSaidWhenTheOwnerOfAllergiesDidNotAnswer() {
        region.practice().fail(FaultCode.TIMED_OUT);

        var body = region.get("/AllergyIntolerance?patient=" + person).body();

        assertThat(body).contains("Allergies: unknown").contains("Test practice (timed-out)");
    }

    @Test
    void aSearchThatFindsNothingSaysWhoDidNotAnswer() {
        region.hospital().fail(FaultCode.SERVER_ERROR);

        var body = region.get("/Condition?patient=" + person + "&code=nothing").body();

        assertThat(body)
                .contains("Nothing that matches this question is shown of problems")
                .contains("Test hospital (unreachable)");
    }

    @Test
    void whenNoSourceAnswersItIsNoEmptyRecord() {
        region.practice().fail(FaultCode.TIMED_OUT);
        region.hospital().fail(FaultCode.CONNECT_FAILED);

        for (var path :
                new String[] {
                    "/Patient/" + person + "/$everything", "/Condition?patient=" + person
                }) {
            var response = region.get(path);
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body())
                    .startsWith("{\"resourceType\":\"OperationOutcome\"")
                    .contains("SHF-HTTP-301", "timed-out", "unreachable");
        }
    }

    @Test
    void oneSourceThatAnsweredWithNothingIsAnAnswer() {
        region.practice().fail(FaultCode.TIMED_OUT);

        for (var type : new String[] {"AllergyIntolerance", "Immunization"}) {
            assertThat(region.get("/" + type + "?patient=" + person).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatNobodyKeepsIsNotSaidToBeUnanswered() {
        var response = region.get("/Immunization?patient=" + person);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("it keeps nothing of what was asked for");
    }

    @Test
    void nothingIsShownThatCannotBeWrittenDown() {
        region.ports().breakAudit(true);

        var response = region.get("/Patient/" + person + "/$everything");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("SHF-HTTP-302").doesNotContain("Asthma");
    }

    @Test
    void everyAnswerAndEveryRefusalIsWrittenDown() {
        int before = region.ports().events().size();
        region.send(
                region.request("/Condition?patient=" + person).header("X-Request-Id", "req-77"));

        var events = region.ports().events();
        assertThat(events.subList(before, events.size()))
                .anyMatch(event -> event.contains("req-77") && event.contains("opening"))
                .noneMatch(event -> event.contains("Asthma"));
        var analyst =
                region.send(
                        region.bare("/Condition?patient=" + person)
                                .header("X-Request-Id", "req-78")
                                .header(
                                        "Authorization",
                                        "Bearer "
                                                + region.issuer()
                                                        .token(c ->
                                                                c.claim("sheaf_role", "analyst"))));
        assertThat(analyst.statusCode()).isEqualTo(403);
        assertThat(analyst.body()).contains("SHF-HTTP-104");
        assertThat(region.ports().events())
                .anyMatch(event -> event.contains("req-78") && event.contains("refused"));
    }
}
