package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.estate.auth.DemoUser;
import health.sheaf.kit.Fault;
import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What sources do wrong, one after the other, to the platform as it is deployed, with a heap of 256
 * MB: nothing of a broken answer is shown, the ledger says why, everybody else's is shown whole,
 * and the next request is answered.
 */
final class FaultySourceTest {

    /** Other processes share the two cores of a build machine. */
    private static final Duration SLACK = Duration.ofMillis(800);

    private static final Duration SHOW_BY_OF_A_CALL_HANDLER = Duration.ofSeconds(2);
    private static final Duration SHOW_BY_OF_A_CLINICIAN = Duration.ofSeconds(5);
    private static final Duration AFTER_SHOW_BY = Duration.ofMillis(200);

    private static ScriptedRegion region;
    private static ScriptedHttpServer evil;

    @BeforeAll
    static void start() {
        region = new ScriptedRegion("", "");
        evil = ScriptedHttpServer.answering(asked -> HttpAnswer.fhir("{}"));
    }

    @AfterAll
    static void stop() {
        region.close();
        evil.close();
    }

    @AfterEach
    void everySourceIsWellAgainAndAnswered() {
        region.heal();

        var next = region.everything(DemoUser.CLINICIAN);

        assertThat(region.isAlive()).isTrue();
        assertThat(next.response().statusCode()).isEqualTo(200);
        for (var source : region.sources()) {
            assertThat(next.verdict(source)).isEqualTo("answered");
            assertThat(next.entriesOf(source)).isEqualTo(ScriptedSource.CHART);
        }
    }

    /**
     * One way to be broken.
     *
     * @param verdict what the ledger then says
     * @param code and why
     */
    record Case(String name, Consumer<ScriptedSource> fault, String verdict, String code) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case scripted(
            String name,
            java.util.function.Function<ScriptedSource, HttpAnswer> answer,
            String verdict,
            String code) {
        return new Case(
                name,
                source -> source.everything(asked -> answer.apply(source)),
                verdict,
                "SHF-SRC-" + code);
    }

    private static Case wire(String name, Fault fault, String verdict, String code) {
        return new Case(name, source -> source.proxy().set(fault), verdict, "SHF-SRC-" + code);
    }

    /** A chart of 200 resources of which the last has another value. */
    private static HttpAnswer withLast(ScriptedSource source, String last) {
        return HttpAnswer.fhir(
                source.bundle(
                        "",
                        Stream.concat(
                                IntStream.range(0, ScriptedSource.CHART - 2)
                                        .mapToObj(source::result),
                                Stream.of(last))));
    }

    private static HttpAnswer withValue(ScriptedSource source, String value) {
        return withLast(source, source.result(0).replace("1.10", value));
    }

    static Stream<Case> data() {
        return Stream.of(aboutOthers(), unreadable(), oddBodies()).flatMap(cases -> cases);
    }

    private static Stream<Case> aboutOthers() {
        return Stream.of(
                scripted(
                        "one foreign resource in two hundred",
                        s -> withLast(s, s.result(999, "Patient/somebody-else")),
                        "bad-data",
                        "304"),
                scripted(
                        "a resource a second time, and then somebody else's",
                        s -> withLast(s, s.result(7, "Patient/somebody-else")),
                        "bad-data",
                        "304"),
                scripted(
                        "another patient altogether",
                        s ->
                                HttpAnswer.fhir(
                                        text(s.chart())
                                                .replace(s.patientId(), "other")
                                                .replace(ScriptedRegion.NHS_NUMBER, "9990000026")),
                        "bad-data",
                        "304"),
                scripted(
                        "the right id with another number",
                        s ->
                                HttpAnswer.fhir(
                                        text(s.chart())
                                                .replace(ScriptedRegion.NHS_NUMBER, "9990000026")),
                        "bad-data",
                        "304"),
                scripted(
                        "a contained resource about somebody else",
                        s ->
                                withLast(
                                        s,
                                        s.result(7)
                                                .replace(
                                                        "\"status\"",
                                                        "\"contained\":["
                                                                + s.result(8, "Patient/other")
                                                                + "],\"status\"")),
                        "bad-data",
                        "304"),
                scripted(
                        "a subject that is a path",
                        s -> withLast(s, s.result(7, "../../Patient/2?x")),
                        "bad-data",
                        "304"),
                scripted(
                        "an id that is a path",
                        s -> withLast(s, s.result(7).replace(s.id() + "-o7", "../../Patient/2?x")),
                        "bad-data",
                        "301"));
    }

    private static Stream<Case> unreadable() {
        return Stream.of(
                scripted(
                        "JSON that ends too soon but is valid up to an entry",
                        s -> HttpAnswer.fhir(cut(text(s.chart()))),
                        "bad-data",
                        "301"),
                scripted(
                        "a number of a hundred bytes that fills the memory",
                        s -> withValue(s, "1e1000000000"),
                        "bad-data",
                        "301"),
                scripted(
                        "a number with a huge negative exponent",
                        s -> withValue(s, "-1e-1000000000"),
                        "bad-data",
                        "301"),
                scripted(
                        "a number of ten thousand digits",
                        s -> withValue(s, "9".repeat(10_000)),
                        "bad-data",
                        "301"),
                scripted(
                        "arrays a hundred thousand deep",
                        s -> withValue(s, "[".repeat(100_000) + "]".repeat(100_000)),
                        "bad-data",
                        "301"),
                scripted(
                        "objects a hundred thousand deep",
                        s -> withValue(s, "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
                        "bad-data",
                        "301"),
                scripted(
                        "a name twice",
                        s ->
                                withLast(
                                        s,
                                        s.result(7)
                                                .replace(
                                                        "\"status\"", "\"subject\":{},\"status\"")),
                        "bad-data",
                        "301"),
                scripted(
                        "a lone surrogate",
                        s -> withLast(s, s.result(7).replace("g/L", "\\ud800")),
                        "bad-data",
                        "301"),
                scripted(
                        "a hundred thousand entries",
                        s ->
                                HttpAnswer.fhir(
                                        s.bundle(
                                                "",
                                                IntStream.range(0, 100_000)
                                                        .mapToObj(i ->
                                                                "{\"resourceType\":\"Basic\"}"))),
                        "bad-data",
                        "303"));
    }

    private static Stream<Case> oddBodies() {
        return Stream.of(
                scripted("a log-in page", s -> HttpAnswer.loginPage(), "bad-data", "302"),
                scripted("no content", s -> HttpAnswer.status(204), "bad-data", "302"),
                scripted(
                        "an empty body",
                        s -> HttpAnswer.body(200, HttpAnswer.FHIR_JSON, ""),
                        "bad-data",
                        "302"),
                scripted(
                        "another content type",
                        s -> HttpAnswer.body(200, "text/plain", text(s.chart())),
                        "bad-data",
                        "302"),
                scripted("gzip that is none", s -> s.chart().lyingAboutGzip(), "bad-data", "302"),
                scripted(
                        "an encoding nobody asked for",
                        s -> s.chart().with("Content-Encoding", "br"),
                        "bad-data",
                        "302"),
                scripted("a gigabyte", s -> s.chart().padded(1_000_000_000), "bad-data", "303"),
                scripted(
                        "a gigabyte whose length nobody told",
                        s -> s.chart().padded(1_000_000_000).withoutLength(),
                        "bad-data",
                        "303"),
                scripted("ten gigabytes in ten megabytes", s -> bomb(), "bad-data", "303"),
                scripted(
                        "a string of fifty megabytes",
                        s -> withLast(s, s.result(7).replace("g/L", "x".repeat(50_000_000))),
                        "bad-data",
                        "303"));
    }

    static Stream<Case> statuses() {
        return Stream.of(
                scripted("401", s -> HttpAnswer.status(401), "refused", "102"),
                scripted("403", s -> HttpAnswer.status(403), "refused", "103"),
                scripted("429", s -> HttpAnswer.tooManyRequests("soon"), "refused", "104"),
                scripted("500", s -> HttpAnswer.status(500), "unreachable", "205"),
                scripted("502", s -> HttpAnswer.status(502), "unreachable", "205"),
                scripted("503", s -> HttpAnswer.status(503), "unreachable", "205"),
                scripted("504", s -> HttpAnswer.status(504), "timed-out", "203"));
    }

    static Stream<Case> wires() {
        return Stream.of(
                wire("nobody listens", new Fault.Refuse(), "unreachable", "201"),
                wire("closed after some bytes", new Fault.CutAfter(20_000), "unreachable", "204"),
                wire("reset in the middle", new Fault.ResetAfter(20_000), "unreachable", "204"),
                wire("half closed", new Fault.HalfCloseAfter(20_000), "unreachable", "204"),
                wire("bytes changed", new Fault.Corrupt(20_000, 1), "bad-data", "301"),
                wire("never answered", new Fault.BlackHole(), "timed-out", "203"),
                wire("hangs after the headers", new Fault.HangAfterHeaders(), "timed-out", "203"),
                wire("hangs in the middle", new Fault.HangAfter(20_000), "timed-out", "203"),
                wire("a byte at a time", new Fault.Dribble(100), "timed-out", "203"),
                wire(
                        "slower than anybody waits",
                        new Fault.Latency(Duration.ofSeconds(60), Duration.ZERO),
                        "timed-out",
                        "203"));
    }

    @ParameterizedTest
    @MethodSource({"data", "statuses", "wires"})
    void aBrokenSourceLeavesNothingAndIsNamedWithItsCause(Case broken) {
        var source = region.source("bravo");
        broken.fault().accept(source);

        var answer = region.everything(DemoUser.CALL_HANDLER);

        assertThat(answer.response().statusCode()).isEqualTo(200);
        assertThat(answer.response().body()).doesNotContain(source.token());
        assertThat(answer.verdict(source)).isEqualTo(broken.verdict());
        assertThat(answer.line(source).toString()).contains(broken.code());
        for (var other : region.sources()) {
            if (other != source) {
                assertThat(answer.verdict(other)).isEqualTo("answered");
                assertThat(answer.entriesOf(other)).isEqualTo(ScriptedSource.CHART);
            }
        }
        assertThat(answer.took())
                .isLessThan(SHOW_BY_OF_A_CALL_HANDLER.plus(AFTER_SHOW_BY).plus(SLACK));
        assertThat(answer.response().body()).contains("llergies: unknown");
    }

    @Test
    void fourBrokenAtOnceLeaveTheFifthAndComeByShowBy() {
        for (var who :
                Map.of(
                                DemoUser.CALL_HANDLER, SHOW_BY_OF_A_CALL_HANDLER,
                                DemoUser.CLINICIAN, SHOW_BY_OF_A_CLINICIAN)
                        .entrySet()) {
            var stopped = region.source("alpha");
            var hanging = region.source("bravo");
            var truncated = region.source("charlie");
            var foreign = region.source("delta");
            var well = region.source("echo");
            stopped.proxy().set(new Fault.Refuse());
            hanging.proxy().set(new Fault.HangAfterHeaders());
            truncated.everything(asked -> HttpAnswer.fhir(cut(text(truncated.chart()))));
            foreign.everything(asked -> withLast(foreign, foreign.result(7, "Patient/other")));

            var answer = region.everything(who.getKey());

            assertThat(answer.took())
                    .isBetween(who.getValue(), who.getValue().plus(AFTER_SHOW_BY).plus(SLACK));
            assertThat(answer.entriesOf(well)).isEqualTo(ScriptedSource.CHART);
            assertThat(answer.response().body())
                    .doesNotContain(
                            stopped.token(), hanging.token(), truncated.token(), foreign.token());
            assertLine(answer, stopped, "unreachable", "SHF-SRC-201");
            assertLine(answer, hanging, "timed-out", "SHF-SRC-203");
            assertLine(answer, truncated, "bad-data", "SHF-SRC-301");
            assertLine(answer, foreign, "bad-data", "SHF-SRC-304");
            assertLine(answer, well, "answered", "");
            region.heal();
            region.everything(DemoUser.CLINICIAN);
        }
    }

    @Test
    void whenNobodyAnswersItIsSaidSoByShowBy() {
        region.sources().forEach(source -> source.proxy().set(new Fault.HangAfterHeaders()));

        var answer = region.everything(DemoUser.CALL_HANDLER);

        assertThat(answer.response().statusCode()).isEqualTo(503);
        assertThat(answer.response().body()).contains("SHF-HTTP-301").doesNotContain("ZQ-");
        for (var source : region.sources()) {
            assertThat(answer.verdict(source)).isEqualTo("timed-out");
        }
        assertThat(answer.took())
                .isLessThan(SHOW_BY_OF_A_CALL_HANDLER.plus(AFTER_SHOW_BY).plus(SLACK));
    }

    @Test
    void aNextPageOnAnotherHostIsNotFetchedAndItsAbsenceIsSaid() {
        var source = region.source("bravo");
        for (var link :
                List.of(
                        "http://127.0.0.1:" + evil.port() + "/r4/next",
                        "http://localhost:" + evil.port() + "/r4/next",
                        "//127.0.0.1:" + evil.port() + "/next",
                        "http://127.0.0.1@127.0.0.1:" + evil.port() + "/next",
                        "http://127.0.0.1.evil.example/next",
                        "file:///etc/passwd")) {
            source.everything(asked ->
                    HttpAnswer.fhir(
                            source.bundle(
                                    "\"link\":[{\"relation\":\"next\",\"url\":\"" + link + "\"}],",
                                    Stream.of(source.result(1)))));

            var answer = region.everything(DemoUser.CALL_HANDLER);

            assertLine(answer, source, "truncated", "SHF-SRC-306");
            assertThat(answer.entriesOf(source)).isEqualTo(2);
            assertThat(answer.took()).isLessThan(SHOW_BY_OF_A_CALL_HANDLER);
        }
        assertThat(evil.asked()).isEmpty();
    }

    @Test
    void aRedirectElsewhereIsNotFollowed() {
        var source = region.source("bravo");
        for (var target :
                List.of(
                        "http://127.0.0.1:" + evil.port() + "/",
                        "http://169.254.169.254/latest/meta-data",
                        "file:///etc/passwd")) {
            source.everything(asked -> HttpAnswer.redirect(target));

            var answer = region.everything(DemoUser.CALL_HANDLER);

            assertLine(answer, source, "bad-data", "SHF-SRC-306");
            assertThat(answer.response().body()).doesNotContain(source.token());
        }
        assertThat(evil.asked()).isEmpty();
    }

    @Test
    void aLaterPageThatFailsLeavesTheFirstMarkedAsIncomplete() {
        var source = region.source("bravo");
        source.everything(asked ->
                asked.target().contains("page=2")
                        ? HttpAnswer.status(500)
                        : HttpAnswer.fhir(
                                source.bundle(
                                        "\"link\":[{\"relation\":\"next\",\"url\":\"?page=2\"}],",
                                        Stream.of(source.result(1)))));

        var answer = region.everything(DemoUser.CALL_HANDLER);

        assertLine(answer, source, "truncated", "SHF-SRC-305");
        assertThat(answer.entriesOf(source)).isEqualTo(2);
    }

    @Test
    void nothingThatAnEntryRefersToElsewhereIsFetched() {
        var source = region.source("bravo");
        var there = "http://127.0.0.1:" + evil.port();
        source.everything(asked ->
                withLast(
                        source,
                        source.result(7)
                                .replace(
                                        "\"status\"",
                                        ("\"meta\":{\"profile\":[\"%s/p\"]},\"implicitRules\":\"%s/r\","
                                                        + "\"performer\":[{\"reference\":\"%s/Practitioner/1\"}],"
                                                        + "\"extension\":[{\"url\":\"%s/e\",\"valueAttachment\":{\"url\":\"%s/a\"}}],\"status\"")
                                                .formatted(there, there, there, there, there))));

        var answer = region.everything(DemoUser.CLINICIAN);

        assertThat(answer.verdict(source)).isEqualTo("answered");
        assertThat(evil.asked()).isEmpty();
    }

    private static void assertLine(
            ScriptedRegion.Timed answer, ScriptedSource source, String verdict, String code) {
        assertThat(answer.verdict(source)).as(source.id()).isEqualTo(verdict);
        assertThat(answer.line(source).toString()).contains(code);
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Ends between two entries. */
    private static String cut(String bundle) {
        return bundle.substring(0, bundle.lastIndexOf(",{\"resource\""));
    }

    private static HttpAnswer bomb() {
        var member = HttpAnswer.gzipBomb(100_000_000).body();
        var packed = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            packed.writeBytes(member);
        }
        return new HttpAnswer(
                        200,
                        List.of("Content-Type: " + HttpAnswer.FHIR_JSON),
                        packed.toByteArray(),
                        packed.size())
                .with("Content-Encoding", "gzip");
    }
}
