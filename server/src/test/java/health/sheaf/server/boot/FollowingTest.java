package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.FaultCode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a client does with the ids, references and tags it was given. */
final class FollowingTest {

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

    private List<JsonNode> resources(String path, String mode) {
        var response = region.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return region.json(response)
                .get("entry")
                .valueStream()
                .filter(entry -> entry.get("search").get("mode").asString().equals(mode))
                .map(entry -> entry.get("resource"))
                .toList();
    }

    private List<JsonNode> matches(String path) {
        return resources(path, "match");
    }

    private List<String> ids(String path) {
        return matches(path).stream().map(found -> found.get("id").asString()).toList();
    }

    @Test
    void aSearchTakesTheIdsThatWereHandedOut() {
        var path = "/Observation?patient=" + person;
        var all = ids(path);
        assertThat(all).hasSize(4);

        for (var id : all) {
            assertThat(ids(path + "&_id=" + id)).containsExactly(id);
        }
        assertThat(ids(path + "&_id=" + all.get(0) + "," + all.get(3)))
                .containsExactlyInAnyOrder(all.get(0), all.get(3));
        assertThat(ids(path + "&_id=" + all.get(0) + "&status=amended")).isEmpty();
        // What a source calls its own is no id here.
        assertThat(ids(path + "&_id=o1")).isEmpty();
        assertThat(ids("/Condition?patient=" + person + "&_id=" + all.get(0))).isEmpty();
    }

    @Test
    void aSearchByIdThatFindsNothingNeverSaysThatThereIsNone() {
        var body = region.get("/AllergyIntolerance?patient=" + person + "&_id=x").body();

        assertThat(body)
                .contains("Nothing that matches this question is shown of allergies")
                .doesNotContain("not recorded", "No known");
    }

    @Test
    void whatAResultNeedsOfItsOwnTypeComesThoughItDoesNotMatch() {
        try (var own = new TestRegion("")) {
            own.practice()
                    .holds(
                            """
                            {"resourceType":"Observation","id":"panel","status":"final",
                             "code":{"coding":[{"system":"http://loinc.org","code":"58410-2"}]},
                             "subject":{"reference":"Patient/p1"},"hasMember":[{"reference":"Observation/o1"}]}\
                            """);
            var path = "/Observation?patient=" + own.personId() + "&code=58410-2";

            var entries = own.json(own.get(path + "&_include=Observation:has-member")).get("entry");

            var modes = entries.valueStream().map(e -> e.at("/search/mode").asString("")).toList();
            assertThat(modes).containsExactlyInAnyOrder("outcome", "match", "include");
            assertThat(entries.toString()).contains("718-7");
            assertThat(own.get(path).body()).doesNotContain("718-7");
        }
    }

    @Test
    void aReferenceToWhatIsNobodysOwnIsReadTogetherWithThePerson() {
        var requester =
                matches("/MedicationRequest?patient=" + person)
                        .getFirst()
                        .at("/requester/reference")
                        .asString();
        assertThat(requester).startsWith("Practitioner/");

        var alone = region.get("/" + requester);
        assertThat(alone.statusCode()).isEqualTo(400);
        assertThat(alone.body()).contains("SHF-HTTP-007", "_include", "?patient=");

        var together = region.get("/" + requester + "?patient=" + person);
        assertThat(together.statusCode()).as(together.body()).isEqualTo(200);
        assertThat(together.body()).contains("Healer");
        assertThat(together.headers().firstValue("X-Sheaf-Ledger").orElseThrow())
                .contains("practice answered", "hospital not-asked");
        // The log holds what left, and nothing else of the record.
        var written = region.ports().events().getLast();
        assertThat(written)
                .contains("\"read Practitioner\"", "\"entries\":1,", "practice")
                .doesNotContain("\"source\":\"hospital\"");
        var strict =
                region.send(
                        region.request("/" + requester + "?patient=Patient/" + person)
                                .header("Prefer", "handling=strict"));
        assertThat(strict.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/Practitioner/unknown?patient=PID, 404",
        "/Practitioner/dr1?patient=PID, 404",
        "/Practitioner/unknown?patient=unknown, 404",
        "/Practitioner/unknown?patient=aaaaaaaaaaaaaaaaaaaaaaaaaa, 404",
        "/Practitioner/unknown, 400",
        "/Practitioner?patient=PID, 404",
        "/Practitioner/_search?patient=PID, 404",
        "/Practitioner/x?patient=PID&patient=PID, 400"
    })
    void whatCannotBeFollowedIsSaid(String path, int status) {
        var response = region.get(path.replace("PID", person));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains("OperationOutcome");
    }

    @Test
    void aReadTogetherWithAPersonSaysSoWhenTheSourceIsSilent() {
        var reference =
                matches("/MedicationRequest?patient=" + person)
                        .getFirst()
                        .at("/requester/reference")
                        .asString();
        region.practice().fail(FaultCode.CONNECT_FAILED);

        var response = region.get("/" + reference + "?patient=" + person);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("SHF-HTTP-301");
    }

    @Test
    void whatIsSomebodysIsReadTogetherWithThePersonToo() {
        var id = ids("/Condition?patient=" + person).getFirst();

        assertThat(region.get("/Condition/" + id + "?patient=" + person).body()).contains("Asthma");
    }

    private HttpResponse<String> known(String path, String tag) {
        return region.send(region.request(path).header("If-None-Match", tag));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Observation?patient=PID",
                "/Observation?patient=PID&_count=2&_sort=-date",
                "/Observation?patient=PID&_summary=count",
                "/Patient?_id=PID",
                "/Patient/PID",
                "/Patient/PID/$everything"
            })
    void anAnswerThatSaysTheSameNeedNotComeTwice(String path) {
        var url = path.replace("PID", person);
        var first = region.get(url);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        int written = region.ports().events().size();

        var again = known(url, tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).contains(tag);
        // To say that nothing changed is to tell something, and is in the log.
        assertThat(region.ports().events().size()).isGreaterThan(written);
        assertThat(known(url, "\"other\"").statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerWithSomethingMissingIsNeverUnchanged() {
        var path = "/Observation?patient=" + person;
        var tag = region.get(path).headers().firstValue("ETag").orElseThrow();
        region.hospital().fail(FaultCode.TIMED_OUT);

        var partial = known(path, tag);

        assertThat(partial.statusCode()).isEqualTo(200);
        assertThat(partial.headers().firstValue("ETag")).isEmpty();
        assertThat(known(path, "*").statusCode()).isEqualTo(200);
    }

    @Test
    void differentAnswersHaveDifferentTags() {
        var tags =
                List.of(
                                "",
                                "&_count=2",
                                "&_count=3",
                                "&_sort=date",
                                "&code=718-7",
                                "&_summary=count")
                        .stream()
                        .map(more -> region.get("/Observation?patient=" + person + more))
                        .map(answer -> answer.headers().firstValue("ETag").orElseThrow())
                        .toList();

        assertThat(tags).doesNotHaveDuplicates();
        var xml = region.request("/Patient/" + person).header("Accept", "application/fhir+xml");
        var json = region.get("/Patient/" + person).headers().firstValue("ETag");
        assertThat(region.send(xml).headers().firstValue("ETag")).isPresent().isNotEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/metadata",
                "/Observation?patient=PID",
                "/Patient/PID",
                "/Patient/PID/$everything",
                "/Condition/unknown"
            })
    void headSaysWhatGetWouldSayWithoutTheBody(String path) {
        var url = path.replace("PID", person);
        var get = region.get(url);

        var head =
                region.send(
                        region.request(url).method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Type"))
                .isEqualTo(get.headers().firstValue("Content-Type"));
        assertThat(head.headers().firstValue("ETag")).isEqualTo(get.headers().firstValue("ETag"));
    }

    @Test
    void lenientIsTheDefaultAndMayBeSaid() {
        var path = "/Condition?patient=" + person + "&colour=blue&_include=Condition:colour";

        var lenient = region.send(region.request(path).header("Prefer", "handling=lenient"));
        assertThat(lenient.statusCode()).isEqualTo(200);
        assertThat(lenient.body()).contains("SHF-HTTP-002", "Asthma");
        var strict =
                region.send(
                        region.request(path)
                                .header("Prefer", "return=representation; handling=strict"));
        assertThat(strict.statusCode()).isEqualTo(400);
    }

    @Test
    void theStatementSaysHowWhatIsNobodysOwnIsRead() {
        var statement = region.json(region.send(region.bare("/metadata")));
        var practitioner =
                statement
                        .at("/rest/0/resource")
                        .valueStream()
                        .filter(type -> type.get("type").asString().equals("Practitioner"))
                        .findFirst()
                        .orElseThrow();

        assertThat(practitioner.at("/interaction/0/code").asString()).isEqualTo("read");
        assertThat(practitioner.toString()).contains("?patient=id").doesNotContain("searchParam");
    }
}
