package health.sheaf.transport;

import static health.sheaf.transport.HttpSourceTest.assertFault;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import health.sheaf.kit.TestCertificates;
import health.sheaf.kit.TlsServer;
import health.sheaf.kit.TlsTrouble;
import health.sheaf.spi.FaultCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {

    private final ScriptedHttpServer server =
            ScriptedHttpServer.answering(asked -> HttpAnswer.json("{}"));
    private final TestCertificates certificates = TestCertificates.make();

    private Path folder = Path.of("target");

    @BeforeAll
    void write(@TempDir Path shared) throws IOException {
        folder = shared;
        Files.writeString(folder.resolve("anchors.pem"), certificates.authorityPem());
        Files.writeString(folder.resolve("client.pem"), certificates.clientCertificatePem());
    }

    @BeforeEach
    void start() {
        server.forget();
    }

    @AfterEach
    void nothingStaysOpen() {
        assertThat(server.asked()).hasSizeLessThan(2);
    }

    @Test
    void aSourceWithAnAnchorOfItsOwnIsTrusted() {
        try (var tls =
                        TlsServer.before(
                                server.host(), server.port(), certificates, TlsTrouble.NONE);
                var source = source(tls, trusting())) {
            assertThat(get(source)).isEqualTo(200);
        }
    }

    @Test
    void aSourceThatNobodyVouchesForIsNotTrusted() {
        try (var tls =
                        TlsServer.before(
                                server.host(), server.port(), certificates, TlsTrouble.NONE);
                var source = source(tls, new Definition())) {
            assertFault(FaultCode.TLS_FAILED, () -> get(source));
            assertThat(tls.decryptedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SELF_SIGNED", "EXPIRED", "WRONG_HOST"})
    void aBadCertificateGetsNothingFromUs(TlsTrouble trouble) {
        try (var tls = TlsServer.before(server.host(), server.port(), certificates, trouble);
                var source = source(tls, trusting())) {
            assertFault(FaultCode.TLS_FAILED, () -> get(source));
            assertThat(tls.decryptedBytes()).isZero();
        }
    }

    @Test
    void aHandshakeThatHangsEndsWithTheDeadline() {
        try (var tls =
                        TlsServer.before(
                                server.host(),
                                server.port(),
                                certificates,
                                TlsTrouble.HANDSHAKE_HANGS);
                var source = source(tls, trusting())) {
            assertFault(
                    FaultCode.TIMED_OUT,
                    () ->
                            source.exchange(
                                    HttpCall.get(source.base(), "*/*", 1_000),
                                    Definition.in(Duration.ofMillis(300))));
        }
    }

    @Test
    void aSourceThatWantsOurCertificateGetsIt() {
        try (var tls = TlsServer.mutualBefore(server.host(), server.port(), certificates)) {
            try (var source =
                    source(
                            tls,
                            trusting()
                                    .with("certificate", "client.pem")
                                    .with("key", "client-key")
                                    .secret("client-key", certificates.clientKeyPem()))) {
                assertThat(get(source)).isEqualTo(200);
            }
            server.forget();
            try (var source = source(tls, trusting())) {
                assertFault(FaultCode.TLS_FAILED, () -> get(source));
            }
            assertThat(server.asked()).isEmpty();
        }
    }

    private static Definition trusting() {
        return new Definition().with("trust", "anchors.pem");
    }

    private HttpSource source(TlsServer tls, Definition settings) {
        var definition =
                Definition.of(URI.create("https://localhost:" + tls.port())).with("tls", settings);
        return HttpSettings.read(definition.settings(), definition.context(folder));
    }

    private static int get(HttpSource source) {
        return source.exchange(HttpCall.get(source.base(), "*/*", 1_000), Definition.soon())
                .status();
    }
}
