package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While neither audit journal can be written, nobody learns anything: no record and no refusal. */
final class UnwrittenAccessTest {

    private static final String[] CLINICAL = {
        "Asthma", "Penicillin", "Ramipril", "Testperson", "Healer", "718-7", "\"entry\""
    };

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Patient/PID/$everything",
                "/Patient/PID/$everything?_count=1",
                "/Patient/PID",
                "/Patient?_id=PID",
                "/Patient?identifier=9990000018",
                "/Patient?family=Testperson&birthdate=1980-02-03",
                "/Patient?family=Nobody&birthdate=1980-02-03",
                "/Condition?patient=PID",
                "/Condition?patient=PID&_summary=count",
                "/Condition/CID",
                "/Condition/doesnotexist",
                "/Patient/aaaaaaaaaaaaaaaaaaaaaaaaaa/$everything"
            })
    void whatCannotBeWrittenDownIsNotAnswered(String path) {
        var condition =
                region.json(region.get("/Condition?patient=" + person))
                        .get("entry")
                        .valueStream()
                        .map(entry -> entry.get("resource"))
                        .filter(each -> each.get("resourceType").asString().equals("Condition"))
                        .findFirst()
                        .orElseThrow()
                        .get("id")
                        .asString();
        var request = path.replace("PID", person).replace("CID", condition);
        region.ports().breakAudit(true);
        int before = region.ports().events().size();

        var response = region.get(request);

        assertUnwritten(response);
        assertThat(region.ports().events()).hasSize(before);
        region.ports().breakAudit(false);
        assertThat(region.get(request).statusCode()).as("afterwards").isIn(200, 404);
    }

    @Test
    void aFormAndAnOperationByPostAreNotAnsweredEither() {
        region.ports().breakAudit(true);

        assertUnwritten(
                region.send(
                        region.request("/Patient/_search")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "identifier=9990000018"))));
        assertUnwritten(
                region.send(
                        region.request("/Patient/" + person + "/$everything")
                                .POST(HttpRequest.BodyPublishers.noBody())));
    }

    @Test
    void aRefusalThatCannotBeWrittenDownIsNotGivenAsOne() {
        region.ports().breakAudit(true);

        for (var path : new String[] {"/Condition?patient=" + person, "/Patient/" + person}) {
            var response =
                    region.send(
                            region.bare(path)
                                    .header(
                                            "Authorization",
                                            "Bearer "
                                                    + region.issuer()
                                                            .token(c ->
                                                                    c.claim(
                                                                            "sheaf_role",
                                                                            "analyst"))));
            assertUnwritten(response);
            assertThat(response.body()).doesNotContain("SHF-HTTP-104", "analyst");
        }
    }

    @Test
    void aPageFromMemoryIsWrittenDownOrNotShown() {
        var first = region.json(region.get("/Patient/" + person + "/$everything?_count=2"));
        var next =
                first.get("link")
                        .valueStream()
                        .filter(link -> link.get("relation").asString().equals("next"))
                        .findFirst()
                        .orElseThrow()
                        .get("url")
                        .asString();
        int before = region.ports().events().size();

        assertThat(region.get(next).statusCode()).isEqualTo(200);
        var written = region.ports().events().subList(before, region.ports().events().size());
        assertThat(written).singleElement().asString().contains("\"kind\":\"answer\"", person);

        region.ports().breakAudit(true);
        assertUnwritten(region.get(next));
    }

    @Test
    void eventsThatCannotBeWrittenDownDoNotLeave() {
        region.ports().breakAudit(true);

        var body = stream();

        assertThat(body).doesNotContain(CLINICAL).doesNotContain("event: source", "event: ledger");
    }

    private String stream() {
        try {
            return region.send(
                            region.request("/Patient/" + person + "/$everything")
                                    .header("Accept", "text/event-stream"))
                    .body();
        } catch (java.io.UncheckedIOException brokenOff) {
            // A stream that had begun ends without its end.
            return "";
        }
    }

    private static void assertUnwritten(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .startsWith("{\"resourceType\":\"OperationOutcome\"")
                .contains("SHF-HTTP-302")
                .doesNotContain(CLINICAL);
        assertThat(response.headers().firstValue("X-Sheaf-Ledger")).isEmpty();
    }
}
