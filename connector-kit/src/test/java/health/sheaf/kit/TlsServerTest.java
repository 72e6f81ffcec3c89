package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class TlsServerTest {

    private static TestCertificates certificates;

    private final ScriptedHttpServer plain =
            ScriptedHttpServer.answering(asked -> HttpAnswer.json("{}"));

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.make();
    }

    @AfterEach
    void stop() {
        plain.close();
    }

    @Test
    void aSoundServerIsTrusted() throws Exception {
        try (var server = server(TlsTrouble.NONE)) {
            assertThat(get(server, certificates.clientContext())).isEqualTo("{}");
            assertThat(server.decryptedBytes()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SELF_SIGNED", "EXPIRED", "WRONG_HOST"})
    void aBadCertificateStopsTheHandshakeBeforeAnythingIsSent(TlsTrouble trouble) {
        try (var server = server(trouble)) {
            assertThatThrownBy(() -> get(server, certificates.clientContext()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThat(server.decryptedBytes()).isZero();
        }
        assertThat(plain.asked()).isEmpty();
    }

    @Test
    void aHangingHandshakeIsNeverAnswered() {
        try (var server = server(TlsTrouble.HANDSHAKE_HANGS)) {
            assertThatThrownBy(() -> get(server, certificates.clientContext()))
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @Test
    void mutualTlsLetsInOnlyWhoShowsACertificate() throws Exception {
        try (var server = TlsServer.mutualBefore(plain.host(), plain.port(), certificates)) {
            assertThat(get(server, certificates.clientContext())).isEqualTo("{}");
            assertThatThrownBy(() -> get(server, contextWithoutKey()))
                    .isInstanceOfAny(SSLException.class, IOException.class);
        }
        assertThat(plain.asked()).hasSize(1);
    }

    @Test
    void noKeyStaysInTheTemporaryFolder(@TempDir Path temporary) {
        var made = TestCertificates.make(temporary);
        assertThat(made.clientKeyPem()).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(temporary).isEmptyDirectory();
    }

    private TlsServer server(TlsTrouble trouble) {
        return TlsServer.before(plain.host(), plain.port(), certificates, trouble);
    }

    private static SSLContext contextWithoutKey() throws Exception {
        var trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", certificates.authority());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String get(TlsServer server, SSLContext context) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/"))
                        .timeout(Duration.ofMillis(900))
                        .build();
        try (var client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
