package health.sheaf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.kit.Fault;
import health.sheaf.kit.FaultProxy;
import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSourceTest {

    private static final long CAP = 100_000;

    private final ScriptedHttpServer server = ScriptedHttpServer.start();
    private final HttpSource source = Definition.of(server.uri("/r4")).source();

    @AfterEach
    void close() {
        source.close();
        server.close();
    }

    @Test
    void aBodyArrivesWholeWithLengthWithoutAndPacked() {
        var text = "{\"text\":\"" + "0123456789".repeat(5_000) + "\"}";
        var plain = HttpAnswer.json(text);
        server.then(plain, plain.withoutLength(), plain.gzipped());

        for (int i = 0; i < 3; i++) {
            var answer = get("Patient/1");
            assertThat(answer.body()).asString().isEqualTo(text);
            assertThat(answer.mediaType()).isEqualTo("application/json");
        }
        assertThat(server.asked())
                .extracting(ScriptedHttpServer.Asked::target)
                .containsOnly("/r4/Patient/1");
    }

    @Test
    void aSearchGoesAsAFormSoThatItsParametersStayOutOfTheAddress() {
        server.then(HttpAnswer.json("{}"));

        var form = new QueryText().with("identifier", "https://x|1").with("_count", "5");
        source.exchange(
                HttpCall.post(source.base().resolve("Patient/_search"), "*/*", form, CAP),
                Definition.soon());

        var asked = server.asked().getFirst();
        assertThat(asked.target()).isEqualTo("/r4/Patient/_search");
        assertThat(asked.bodyText()).isEqualTo("identifier=https%3A%2F%2Fx%7C1&_count=5");
    }

    @Test
    void redirectsInsideTheOriginAreFollowedThreeTimesAndNoMore() {
        server.then(
                HttpAnswer.redirect("/a"),
                HttpAnswer.redirect(server.uri("/b").toString()),
                HttpAnswer.redirect("c"),
                HttpAnswer.json("{}"));
        assertThat(get("start").status()).isEqualTo(200);

        server.script(asked -> HttpAnswer.redirect("/again"));
        server.forget();
        assertFault(FaultCode.FOREIGN_LINK, () -> get("start"));
        assertThat(server.asked()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/evil",
                "http://localhost:%d/evil",
                "//127.0.0.1:%d/evil",
                "https://127.0.0.1:%2$d/evil",
                "http://user@127.0.0.1:%2$d/evil",
                "http://127.0.0.1.evil.example:%2$d/evil",
                "http://169.254.169.254/latest/meta-data",
                "file:///etc/passwd",
                "http://[broken",
                ""
            })
    void aRedirectElsewhereIsNotFollowedAndNoSecretLeaves(String location) {
        try (var evil = ScriptedHttpServer.answering(asked -> HttpAnswer.json("{}"));
                var basic =
                        Definition.of(server.uri("/r4"))
                                .with(
                                        "auth",
                                        new Definition()
                                                .with("kind", "basic")
                                                .with("username", "sheaf")
                                                .with("password", "pw")
                                                .secret("pw", "geheim"))
                                .source()) {
            var target = location.formatted(evil.port(), server.port());
            server.then(location.isEmpty() ? HttpAnswer.status(302) : HttpAnswer.redirect(target));

            assertFault(FaultCode.FOREIGN_LINK, () -> get(basic, "Patient/1"));

            assertThat(evil.asked()).isEmpty();
            assertThat(server.asked()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1.evil.example/x",
                "//evil.example/x",
                "https://127.0.0.1/x",
                "http://127.0.0.1:1/x",
                "http://good@evil.example/x",
                "ftp://127.0.0.1/x",
                "urn:uuid:1",
                "page 2"
            })
    void aLinkElsewhereIsRefused(String link) {
        assertFault(FaultCode.FOREIGN_LINK, () -> source.link(source.base(), link));
    }

    @Test
    void aLinkInsideTheOriginIsResolved() {
        var from = server.uri("/r4/Observation?page=1");
        assertThat(source.link(from, "?page=2")).isEqualTo(server.uri("/r4/Observation?page=2"));
        assertThat(source.link(from, "more?page=2")).isEqualTo(server.uri("/r4/more?page=2"));
        assertThat(source.link(from, "/x")).isEqualTo(server.uri("/x"));
    }

    @Test
    void aRequestToAnotherOriginIsNeverSent() {
        assertFault(
                FaultCode.FOREIGN_LINK,
                () ->
                        source.exchange(
                                HttpCall.get(URI.create("http://127.0.0.1:1/"), "*/*", CAP),
                                Definition.soon()));
    }

    @Test
    void aBodyOverTheCapIsCutOff() {
        var long1 = HttpAnswer.json("x".repeat((int) CAP + 1));
        server.then(
                long1,
                long1.withoutLength(),
                long1.gzipped(),
                HttpAnswer.json("{}").claimingLength(4_000_000_000L),
                HttpAnswer.gzipBomb(200_000_000));
        for (int i = 0; i < 5; i++) {
            assertFault(FaultCode.TOO_LARGE, () -> get("x"));
        }
        var exact = HttpAnswer.json("x".repeat((int) CAP));
        server.then(exact, exact.withoutLength(), exact.gzipped());
        for (int i = 0; i < 3; i++) {
            assertThat(get("x").body()).hasSize((int) CAP);
        }
    }

    @Test
    void ofAGigabyteNoMoreThanTheCapIsRead() {
        var gigabyte = HttpAnswer.json("{}").padded(1_000_000_000);
        for (var answer : new HttpAnswer[] {gigabyte, gigabyte.withoutLength()}) {
            server.then(answer);
            long before = server.padded();
            long start = System.nanoTime();

            assertFault(FaultCode.TOO_LARGE, () -> get("x"));

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(1));
            // What lies in the sockets of both sides counts, too.
            assertThat(server.padded() - before).isLessThan(20_000_000);
            server.then(HttpAnswer.json("{}"));
            assertThat(get("x").status()).isEqualTo(200);
        }
    }

    @Test
    void tenMegabytesThatUnpackToTenGigabytesAreUnpackedToTheCap() {
        var member = HttpAnswer.gzipBomb(100_000_000).body();
        var packed = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            packed.writeBytes(member);
        }
        var bomb =
                new HttpAnswer(
                                200,
                                List.of("Content-Type: application/json"),
                                packed.toByteArray(),
                                packed.size())
                        .with("Content-Encoding", "gzip");
        server.then(bomb);
        var call = HttpCall.get(source.base().resolve("x"), "*/*", 50L * 1024 * 1024);
        long start = System.nanoTime();

        assertFault(FaultCode.TOO_LARGE, () -> source.exchange(call, Definition.soon()));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void anEncodingNobodyAskedForIsUnexpected() {
        server.then(
                HttpAnswer.json("{}").with("Content-Encoding", "br"),
                HttpAnswer.json("{}").with("Content-Encoding", "gzip, gzip"),
                HttpAnswer.json("{}").with("Content-Encoding", "deflate"),
                HttpAnswer.json("{}").lyingAboutGzip());
        for (int i = 0; i < 4; i++) {
            assertFault(FaultCode.UNEXPECTED_CONTENT, () -> get("x"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, CREDENTIALS_REFUSED", "403, FORBIDDEN", "408, TIMED_OUT", "413, TOO_LARGE",
        "429, THROTTLED", "500, SERVER_ERROR", "502, SERVER_ERROR", "503, SERVER_ERROR",
        "504, TIMED_OUT"
    })
    void aStatusBecomesAFault(int status, FaultCode code) {
        server.then(HttpAnswer.status(status));

        assertFault(code, () -> get("x"));
        assertThat(server.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 400, 404, 410, 422})
    void otherStatusesAreForTheProtocolToJudge(int status) {
        server.then(HttpAnswer.status(status));

        assertThat(get("x").status()).isEqualTo(status);
    }

    @Test
    void aSourceThatWantsQuietIsLeftAlone() {
        server.then(HttpAnswer.tooManyRequests("20"), HttpAnswer.json("{}"));

        assertFault(FaultCode.THROTTLED, () -> get("x"));
        assertFault(FaultCode.THROTTLED, () -> get("x"));

        assertThat(server.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "Mon, 02 Mar 2026 09:00:00 GMT", ""})
    void nonsenseForAWaitIsNoWait(String retryAfter) {
        server.then(HttpAnswer.tooManyRequests(retryAfter), HttpAnswer.json("{}"));

        assertFault(FaultCode.THROTTLED, () -> get("x"));
        assertThat(get("x").status()).isEqualTo(200);
    }

    @Test
    void noWaitIsLongerThanHalfAMinute() {
        var throttle = new Throttle(Definition.CLOCK, () -> 0);

        assertThat(throttle.wait("7")).isEqualTo(Duration.ofSeconds(7));
        assertThat(throttle.wait("999999999999")).isEqualTo(Throttle.LONGEST);
        assertThat(throttle.wait("Mon, 02 Mar 2026 10:00:09 GMT")).hasSeconds(9);
        assertThat(throttle.wait("Tue, 02 Mar 2066 10:00:09 GMT")).isEqualTo(Throttle.LONGEST);
    }

    @Test
    void whatNobodyListensToCannotBeConnected() {
        try (var nobody = Definition.of(URI.create("http://127.0.0.1:1/r4")).source()) {
            assertFault(FaultCode.CONNECT_FAILED, () -> get(nobody, "x"));
        }
    }

    @Test
    void aNameThatDoesNotExistCannotBeConnected() {
        try (var nowhere = Definition.of(URI.create("https://no-such-host.invalid/r4")).source()) {
            assertFault(FaultCode.CONNECT_FAILED, () -> get(nowhere, "x"));
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsATlsFault() {
        try (var secure =
                Definition.of(URI.create("https://127.0.0.1:" + server.port())).source()) {
            assertFault(FaultCode.TLS_FAILED, () -> get(secure, "x"));
        }
    }

    @Test
    void anAnswerThatBreaksOffIsAConnectionLost() {
        server.script(asked -> HttpAnswer.json("x".repeat(50_000)));
        for (Fault fault :
                new Fault[] {
                    new Fault.CutAfter(20_000),
                    new Fault.ResetAfter(20_000),
                    new Fault.HalfCloseAfter(20_000),
                    new Fault.CutAfter(0)
                }) {
            try (var proxy = FaultProxy.before(server.host(), server.port());
                    var through = through(proxy)) {
                proxy.set(fault);
                assertFault(FaultCode.CONNECTION_LOST, () -> get(through, "x"));
                assertThat(proxy.counters().strikes()).isBetween(1, 2);
            }
        }
    }

    @Test
    void aLengthThatTheBodyDoesNotReachIsAConnectionLost() {
        server.then(HttpAnswer.json("{}").claimingLength(50));

        assertFault(FaultCode.CONNECTION_LOST, () -> get("x"));
    }

    @Test
    void theDeadlineFreesThreadAndSocket() throws InterruptedException {
        server.script(asked -> HttpAnswer.json("x".repeat(50_000)));
        for (Fault fault :
                new Fault[] {
                    new Fault.BlackHole(),
                    new Fault.HangAfterHeaders(),
                    new Fault.HangAfter(20_000),
                    new Fault.Dribble(100)
                }) {
            try (var proxy = FaultProxy.before(server.host(), server.port());
                    var through = through(proxy)) {
                proxy.set(fault);
                long start = System.nanoTime();
                assertFault(
                        FaultCode.TIMED_OUT,
                        () ->
                                through.exchange(
                                        call(through, "x"), Definition.in(Duration.ofMillis(300))));
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofMillis(500));
                for (int i = 0; i < 100 && proxy.counters().open() > 0; i++) {
                    Thread.sleep(10);
                }
                assertThat(proxy.counters().open()).as(fault.toString()).isZero();
            }
        }
    }

    @Test
    void aTlsHandshakeThatHangsEndsWithTheDeadline() throws InterruptedException {
        try (var proxy = FaultProxy.before(server.host(), server.port());
                var secure =
                        Definition.of(URI.create("https://127.0.0.1:" + proxy.port())).source()) {
            proxy.set(new Fault.BlackHole());
            assertFault(
                    FaultCode.TIMED_OUT,
                    () ->
                            secure.exchange(
                                    call(secure, "x"), Definition.in(Duration.ofMillis(300))));
            for (int i = 0; i < 100 && proxy.counters().open() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(proxy.counters().open()).isZero();
        }
    }

    @Test
    void anInterruptionStopsTheExchange() throws InterruptedException {
        try (var proxy = FaultProxy.before(server.host(), server.port());
                var through = through(proxy)) {
            proxy.set(new Fault.BlackHole());
            var outcome = new CompletableFuture<SourceFaultException>();
            var thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    get(through, "x");
                                } catch (SourceFaultException e) {
                                    outcome.complete(e);
                                }
                            });
            while (proxy.counters().strikes() == 0) {
                Thread.sleep(5);
            }
            thread.interrupt();

            assertThat(outcome.join().fault().code()).isEqualTo(FaultCode.TIMED_OUT);
        }
    }

    @Test
    void keptConnectionsThatDiedAreReplaced() {
        server.script(asked -> HttpAnswer.json("{}"));
        try (var proxy = FaultProxy.before(server.host(), server.port());
                var through = through(proxy)) {
            for (int i = 0; i < 5; i++) {
                assertThat(get(through, "x").status()).isEqualTo(200);
                proxy.resetConnections();
                var form = new QueryText().with("a", "b");
                var post = HttpCall.post(through.base(), "*/*", form, CAP);
                assertThat(through.exchange(post, Definition.soon()).status()).isEqualTo(200);
                proxy.resetConnections();
            }
        }
    }

    private HttpSource through(FaultProxy proxy) {
        return Definition.of(URI.create("http://" + proxy.host() + ":" + proxy.port())).source();
    }

    private health.sheaf.transport.HttpAnswer get(String path) {
        return get(source, path);
    }

    private static health.sheaf.transport.HttpAnswer get(HttpSource source, String path) {
        return source.exchange(call(source, path), Definition.soon());
    }

    private static HttpCall call(HttpSource source, String path) {
        return HttpCall.get(source.base().resolve(path), "application/fhir+json", CAP);
    }

    static void assertFault(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SourceFaultException.class,
                        e -> {
                            assertThat(e.fault().code()).isEqualTo(code);
                            assertThat(e.fault().detail()).doesNotContain("127.0.0.1", "evil");
                        });
    }
}
