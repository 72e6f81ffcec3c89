package health.sheaf.connector.fhir;

import static health.sheaf.connector.fhir.ScriptedFhir.next;
import static health.sheaf.connector.fhir.ScriptedFhir.observation;
import static health.sheaf.connector.fhir.ScriptedFhir.searchset;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceLimits;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagesTest {

    private final ScriptedFhir fhir = new ScriptedFhir();

    @AfterEach
    void close() {
        fhir.close();
    }

    @Test
    void pagesAreJoinedAndWhatComesTwiceCountsOnce() {
        page("/r4/Observation", "?page=2", "o1", "o2");
        page("/r4/Observation?page=2", fhir.address("/other/place"), "o2", "o3");
        page("/other/place", null, "o4");

        var result = fhir.fetch("Observation");

        assertThat(results(result)).isEqualTo(new Outcome.Complete(4));
        assertThat(ids(result)).containsExactly("o1", "o2", "o3", "o4");
    }

    @Test
    void whatComesTwiceWithOtherContentIsHandedOnBothTimes() {
        var foreign = observation("o1").replace("Patient/p1", "Patient/p2");
        page("/r4/Observation", "?page=2", "o1", "o2");
        fhir.on("/r4/Observation?page=2", HttpAnswer.fhir(searchset("", foreign)));

        var result = fhir.fetch("Observation");

        // The guard looks at every one of them; as results they are two.
        assertThat(ids(result)).containsExactlyInAnyOrder("o1", "o2", "o1");
        assertThat(results(result)).isEqualTo(new Outcome.Complete(2));

        fhir.on("/r4/Observation", HttpAnswer.fhir(searchset("", observation("o1"), foreign)));
        assertThat(ids(fhir.fetch("Observation"))).containsExactly("o1", "o1");
    }

    @Test
    void aLaterPageThatFailsLeavesTheWholePagesBeforeIt() {
        for (var broken :
                List.of(
                        HttpAnswer.status(500),
                        HttpAnswer.status(404),
                        HttpAnswer.loginPage(),
                        HttpAnswer.fhir(searchset("", observation("o2"))).claimingLength(10_000),
                        HttpAnswer.fhir(
                                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\","
                                        + "\"entry\":[{\"resource\":"
                                        + observation("o2")
                                        + "},"))) {
            page("/r4/Observation", "?page=2", "o1");
            fhir.on("/r4/Observation?page=2", broken);

            var result = fhir.fetch("Observation");

            assertPartial(result, FaultCode.INCOMPLETE_PAGES, 1);
            assertThat(ids(result)).containsExactly("o1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1.evil.example/r4/x",
                "//evil.example/r4/x",
                "http://127.0.0.1:1/r4/x",
                "https://127.0.0.1/r4/x",
                "file:///etc/passwd",
                "http://bad uri"
            })
    void aNextPageElsewhereIsNotFollowed(String link) {
        page("/r4/Observation", link, "o1");

        assertPartial(fhir.fetch("Observation"), FaultCode.FOREIGN_LINK, 1);
    }

    @Test
    void aNextPageWithAUserInItIsNotFollowedAndNobodyElseIsAsked() {
        try (var evil = ScriptedHttpServer.start()) {
            page("/r4/Observation", "http://127.0.0.1@127.0.0.1:" + evil.port() + "/x", "o1");

            assertPartial(fhir.fetch("Observation"), FaultCode.FOREIGN_LINK, 1);
            assertThat(evil.asked()).isEmpty();
        }
    }

    @Test
    void pagesThatLeadInACircleEnd() {
        page("/r4/Observation", "?page=2", "o1");
        page("/r4/Observation?page=2", "?page=3", "o2");
        page("/r4/Observation?page=3", "?page=2", "o3");

        assertPartial(fhir.fetch("Observation"), FaultCode.INCOMPLETE_PAGES, 3);
    }

    @Test
    void pagesWithoutEndStopAtTheLimit() {
        fhir.limits(new SourceLimits(4, 100, 1_000, 1_000_000, 5, Duration.ofSeconds(5)));
        fhir.on(
                "/r4/Observation",
                asked -> {
                    int n =
                            asked.target().contains("page=")
                                    ? Integer.parseInt(asked.target().replaceAll(".*page=", ""))
                                    : 1;
                    return HttpAnswer.fhir(
                            searchset(next("?page=" + (n + 1)), observation("o" + n)));
                });

        assertPartial(fhir.fetch("Observation"), FaultCode.INCOMPLETE_PAGES, 5);
    }

    @Test
    void moreEntriesThanAreAllowedAreSaidToBeMissing() {
        page("/r4/Observation", "?page=2", "o1", "o2", "o3");
        page("/r4/Observation?page=2", null, "o4");

        var result =
                fhir.fetch(
                        new PatientKey.Local("p1", ScriptedFhir.NUMBER),
                        List.of(),
                        3,
                        "Observation");

        assertThat(result.entries()).hasSize(3);
        assertPartial(result, FaultCode.TOO_LARGE, 2);
        assertThat(result.entries().getFirst().resource().type()).isEqualTo("Patient");
    }

    @Test
    void moreBytesThanAreAllowedAreNotRead() {
        fhir.limits(new SourceLimits(4, 100, 1_000, 5_000, 50, Duration.ofSeconds(5)));
        page("/r4/Observation", "?page=2", "o1");
        var many = IntStream.range(0, 100).mapToObj(i -> "x" + i).toArray(String[]::new);
        page("/r4/Observation?page=2", null, many);
        assertPartial(fhir.fetch("Observation"), FaultCode.INCOMPLETE_PAGES, 1);

        page("/r4/Observation", null, many);
        assertThat(results(fhir.fetch("Observation")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.fault().code()).isEqualTo(FaultCode.TOO_LARGE));
    }

    @Test
    void fewerThanAnnouncedIsNotComplete() {
        fhir.on("/r4/Observation", HttpAnswer.fhir(searchset("\"total\":3", observation("o1"))));

        assertPartial(fhir.fetch("Observation"), FaultCode.INCOMPLETE_PAGES, 1);
    }

    @Test
    void anOutcomeIsNoEntryAndATroubledOneIsHeard() {
        var outcome =
                "{\"resource\":{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":"
                        + "\"%s\",\"code\":\"processing\"}]},\"search\":{\"mode\":\"outcome\"}}";
        var page =
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[{\"resource\":"
                        + observation("o1")
                        + "},"
                        + outcome
                        + "]}";
        fhir.on("/r4/Observation", HttpAnswer.fhir(page.formatted("warning")));
        assertThat(results(fhir.fetch("Observation"))).isEqualTo(new Outcome.Complete(1));

        fhir.on("/r4/Observation", HttpAnswer.fhir(page.formatted("error")));
        assertPartial(fhir.fetch("Observation"), FaultCode.INCOMPLETE_PAGES, 1);
    }

    @Test
    void aFirstPageThatIsNoResultFailsItsSectionAndNoOther() {
        for (var wrong :
                List.of(
                        HttpAnswer.loginPage(),
                        HttpAnswer.status(204),
                        HttpAnswer.body(200, HttpAnswer.FHIR_JSON, ""),
                        HttpAnswer.body(200, "text/plain", searchset("")),
                        HttpAnswer.fhir(observation("o1")),
                        HttpAnswer.fhir(searchset("").replace("searchset", "batch-response")),
                        HttpAnswer.fhir("{\"resourceType\":\"OperationOutcome\"}"))) {
            fhir.on("/r4/Observation", wrong);

            var result = fhir.fetch("Observation", "Condition");

            assertThat(results(result))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.fault().code())
                                            .isEqualTo(FaultCode.UNEXPECTED_CONTENT));
            assertThat(result.outcomes()).containsEntry(Section.PROBLEMS, new Outcome.Complete(0));
            assertThat(ids(result)).isEmpty();
        }
    }

    @Test
    void bytesThatAreNotFhirAreMalformed() {
        var page = searchset("", observation("o1"), observation("o2"));
        for (var wrong :
                List.of(
                        page.substring(0, page.length() - 3),
                        searchset("", observation("../../Patient/2?x")),
                        searchset("", "{\"resourceType\":\"Observation\"}"),
                        searchset("\"total\":1e1000000000"),
                        searchset("\"type\":\"searchset\""))) {
            fhir.on("/r4/Observation", HttpAnswer.fhir(wrong));

            var result = fhir.fetch("Observation");

            assertThat(results(result))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed ->
                                    assertThat(failed.fault().code())
                                            .isEqualTo(FaultCode.MALFORMED));
            assertThat(ids(result)).isEmpty();
        }
    }

    private void page(String path, @org.jspecify.annotations.Nullable String next, String... ids) {
        var observations =
                java.util.Arrays.stream(ids).map(ScriptedFhir::observation).toArray(String[]::new);
        fhir.on(path, HttpAnswer.fhir(searchset(next == null ? "" : next(next), observations)));
    }

    private static Outcome results(FetchResult result) {
        return java.util.Objects.requireNonNull(result.outcomes().get(Section.RESULTS));
    }

    private static void assertPartial(FetchResult result, FaultCode code, int entries) {
        assertThat(results(result))
                .isInstanceOfSatisfying(
                        Outcome.Partial.class,
                        partial -> {
                            assertThat(partial.missing().code()).isEqualTo(code);
                            assertThat(partial.entries()).isEqualTo(entries);
                            assertThat(partial.missing().detail()).doesNotContain("127.0", "evil");
                        });
    }

    private static List<String> ids(FetchResult result) {
        return result.entries().stream()
                .filter(entry -> entry.resource().type().equals("Observation"))
                .map(entry -> entry.origin().nativeId())
                .toList();
    }
}
