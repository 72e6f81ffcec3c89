package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class FaultProxyTest {

    private static final String BODY = "0123456789".repeat(2_000);

    /** Status line and headers of {@link HttpAnswer#body} with this body. */
    private static final int HEAD = HttpAnswer.body(200, "text/plain", BODY).toBytes(true).length;

    private ScriptedHttpServer target;
    private FaultProxy proxy;

    @BeforeEach
    void start() {
        target = ScriptedHttpServer.answering(asked -> HttpAnswer.body(200, "text/plain", BODY));
        proxy = FaultProxy.before(target.host(), target.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        target.close();
    }

    @Test
    void withoutAFaultEveryByteArrives() throws IOException {
        try (var client = connect()) {
            assertThat(answer(client)).endsWith("\r\n\r\n" + BODY);
            assertThat(answer(client)).endsWith("\r\n\r\n" + BODY);
        }
        assertThat(target.asked()).hasSize(2);
        assertThat(proxy.counters().connections()).isEqualTo(1);
        assertThat(proxy.counters().strikes()).isZero();
        assertThat(proxy.counters().bytesToClients()).isEqualTo(2L * (HEAD + BODY.length()));
    }

    @Test
    void latencyDelaysAKeptConnectionToo() throws IOException {
        try (var client = connect()) {
            answer(client);
            proxy.set(new Fault.Latency(Duration.ofMillis(150), Duration.ZERO));
            long start = System.nanoTime();
            assertThat(answer(client)).endsWith(BODY);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(150), Duration.ofSeconds(5));
        }
    }

    @Test
    void aDribbleGivesFewBytesASecond() throws IOException {
        proxy.set(new Fault.Dribble(100));
        try (var client = connect()) {
            client.setSoTimeout(50);
            ask(client);
            var in = client.getInputStream();
            long start = System.nanoTime();
            assertThat(in.readNBytes(20)).hasSize(20);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThan(Duration.ofMillis(150));
        }
    }

    @Test
    void aCutEndsTheAnswerInAnOrderlyWay() throws IOException {
        proxy.set(new Fault.CutAfter(HEAD + 7));
        try (var client = connect()) {
            ask(client);
            assertThat(text(client.getInputStream().readAllBytes())).endsWith("\r\n\r\n0123456");
        }
        assertThat(proxy.counters().strikes()).isEqualTo(1);
    }

    @Test
    void aCutCountsFromTheStartOfEachAnswer() throws IOException {
        try (var client = connect()) {
            answer(client);
            proxy.set(new Fault.CutAfter(HEAD + 7));
            ask(client);
            assertThat(client.getInputStream().readAllBytes()).hasSize(HEAD + 7);
        }
    }

    @Test
    void aResetReachesTheClientAsOne() throws IOException {
        proxy.set(new Fault.ResetAfter(HEAD + 7));
        try (var client = connect()) {
            ask(client);
            assertThatThrownBy(() -> client.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void aHalfClosedConnectionStillTakesRequests() throws IOException {
        proxy.set(new Fault.HalfCloseAfter(5));
        try (var client = connect()) {
            ask(client);
            assertThat(client.getInputStream().readAllBytes()).hasSize(5);
            long before = proxy.counters().bytesFromClients();
            ask(client);
            awaitTrue(() -> proxy.counters().bytesFromClients() > before);
            assertThat(proxy.counters().open()).isEqualTo(1);
        }
    }

    @Test
    void corruptionInvertsExactlyTheBytesNamed() throws IOException {
        proxy.set(new Fault.Corrupt(HEAD + 3, 2));
        try (var client = connect()) {
            ask(client);
            var bytes = client.getInputStream().readNBytes(HEAD + 10);
            assertThat(Arrays.copyOfRange(bytes, HEAD, HEAD + 10))
                    .containsExactly(
                            '0', '1', '2', (byte) ~'3', (byte) ~'4', '5', '6', '7', '8', '9');
        }
        assertThat(proxy.counters().strikes()).isEqualTo(1);
    }

    @Test
    void duplicatedBytesComeTwiceInARow() throws IOException {
        proxy.set(new Fault.Duplicate(HEAD + 3, 2));
        try (var client = connect()) {
            ask(client);
            assertThat(text(client.getInputStream().readNBytes(HEAD + 10)))
                    .endsWith("\r\n\r\n0123434567");
        }
    }

    @Test
    void aBlackHoleReadsAndNeverAnswers() throws IOException {
        try (var kept = connect()) {
            answer(kept);
            proxy.set(new Fault.BlackHole());
            try (var fresh = connect()) {
                for (var client : new Socket[] {kept, fresh}) {
                    client.setSoTimeout(100);
                    ask(client);
                    assertThatThrownBy(() -> client.getInputStream().read())
                            .isInstanceOf(SocketTimeoutException.class);
                }
            }
        }
        assertThat(target.asked()).as("the target is left alone").hasSize(1);
        assertThat(proxy.counters().strikes()).isPositive();
        awaitTrue(() -> proxy.counters().open() == 0);
    }

    @Test
    void aHangAfterTheHeadersGivesTheHeadersAndWakesWhenSwitchedOff() throws IOException {
        proxy.set(new Fault.HangAfterHeaders());
        try (var client = connect()) {
            client.setSoTimeout(150);
            ask(client);
            assertThat(text(client.getInputStream().readNBytes(HEAD))).endsWith("\r\n\r\n");
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            client.setSoTimeout(5_000);
            proxy.set(new Fault.Pass());
            assertThat(text(client.getInputStream().readNBytes(BODY.length()))).isEqualTo(BODY);
        }
    }

    @Test
    void aHungConnectionEndsWhenItsClientGoes() throws IOException {
        proxy.set(new Fault.HangAfter(HEAD + 100));
        try (var client = connect()) {
            ask(client);
            assertThat(client.getInputStream().readNBytes(HEAD + 100)).hasSize(HEAD + 100);
            assertThat(proxy.counters().open()).isEqualTo(1);
        }
        awaitTrue(() -> proxy.counters().open() == 0);
    }

    @Test
    void refusingResetsWhatIsOpenAndComesBackOnTheSamePort() throws IOException {
        try (var kept = connect()) {
            answer(kept);
            proxy.set(new Fault.Refuse());
            assertThatThrownBy(() -> kept.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
        proxy.set(new Fault.Pass());
        try (var client = connect()) {
            assertThat(answer(client)).endsWith(BODY);
        }
    }

    @Test
    void aFaultThatNeverHappensDoesNotCount() throws IOException {
        proxy.set(new Fault.CutAfter(1_000_000));
        try (var client = connect()) {
            assertThat(answer(client)).endsWith(BODY);
        }
        assertThat(proxy.counters().strikes()).isZero();
    }

    private Socket connect() throws IOException {
        return new Socket(proxy.host(), proxy.port());
    }

    private static void ask(Socket client) throws IOException {
        client.getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static String answer(Socket client) throws IOException {
        ask(client);
        return text(client.getInputStream().readNBytes(HEAD + BODY.length()));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void awaitTrue(java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
