package health.sheaf.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import health.sheaf.spi.FaultCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClientCredentialsTest {

    private final ScriptedHttpServer server =
            ScriptedHttpServer.answering(asked -> HttpAnswer.json("{}"));
    private final ScriptedHttpServer tokens =
            ScriptedHttpServer.answering(asked -> token("first", 300));

    @AfterEach
    void close() {
        server.close();
        tokens.close();
    }

    @Test
    void aTokenIsFetchedOnceHoweverManyAskAtOnce() throws Exception {
        tokens.script(asked -> {
            pause(Duration.ofMillis(50));
            return token("first", 300);
        });
        try (var source = secretInHeader();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    threads.invokeAll(
                            IntStream.range(0, 20)
                                    .<java.util.concurrent.Callable<Integer>>mapToObj(
                                            i -> () -> get(source))
                                    .toList());
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(tokens.asked()).hasSize(1);
        assertThat(server.asked())
                .hasSize(20)
                .allMatch(asked ->
                        asked.header("Authorization")
                                .equals(java.util.Optional.of("Bearer first")));
    }

    @Test
    void anAssertionIsSignedWithTheKeyShortLivedAndUsedOnce() throws Exception {
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        var curve = KeyPairGenerator.getInstance("EC");
        curve.initialize(new ECGenParameterSpec("secp384r1"));
        var ids = new HashSet<String>();
        for (KeyPair pair : new KeyPair[] {rsa.generateKeyPair(), curve.generateKeyPair()}) {
            tokens.forget();
            tokens.script(asked -> token("first", 1));
            try (var source =
                    source(
                            new Definition()
                                    .with("key", "client-key")
                                    .with("key-id", "k1")
                                    .with("scope", "system/*.read")
                                    .secret("client-key", pem(pair)))) {
                get(source);
                pause(Duration.ofMillis(600));
                get(source);
            }
            assertThat(tokens.asked()).hasSize(2);
            for (var asked : tokens.asked()) {
                var form = form(asked.bodyText());
                assertThat(form)
                        .containsEntry("grant_type", "client_credentials")
                        .containsEntry("scope", "system/*.read");
                var jwt = SignedJWT.parse(form.get("client_assertion"));
                var verifier =
                        pair.getPublic() instanceof ECPublicKey ec
                                ? new ECDSAVerifier(ec)
                                : new RSASSAVerifier((RSAPublicKey) pair.getPublic());
                assertThat(jwt.verify(verifier)).isTrue();
                assertThat(jwt.getHeader().getAlgorithm().getName()).matches("RS384|ES384");
                assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
                var claims = jwt.getJWTClaimsSet();
                assertThat(claims.getIssuer()).isEqualTo("sheaf").isEqualTo(claims.getSubject());
                assertThat(claims.getAudience()).containsExactly(tokens.uri("/token").toString());
                assertThat(claims.getExpirationTime().toInstant())
                        .isBetween(
                                Definition.CLOCK.instant().plusSeconds(60),
                                Definition.CLOCK.instant().plusSeconds(300));
                assertThat(ids.add(claims.getJWTID())).isTrue();
            }
        }
    }

    @Test
    void theSecretGoesInTheHeaderOrInTheFormAsTheDefinitionSays() {
        try (var source = secretInHeader()) {
            get(source);
        }
        try (var source =
                source(
                        new Definition()
                                .with("method", "client_secret_post")
                                .with("secret", "client")
                                .secret("client", "a&b"))) {
            get(source);
        }
        var first = tokens.asked().get(0);
        assertThat(first.header("Authorization"))
                .contains(
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                "sheaf:s%2B1".getBytes(StandardCharsets.UTF_8)));
        assertThat(form(tokens.asked().get(1).bodyText()))
                .containsEntry("client_id", "sheaf")
                .containsEntry("client_secret", "a&b");
    }

    @Test
    void aTokenThatTheSourceRefusesIsReplacedOnce() {
        server.then(HttpAnswer.status(401));
        tokens.then(token("old", 300), token("new", 300));
        try (var source = secretInHeader()) {
            assertThat(get(source)).isEqualTo(200);

            server.script(asked -> HttpAnswer.status(401));
            HttpSourceTest.assertFault(FaultCode.CREDENTIALS_REFUSED, () -> get(source));
        }
        assertThat(server.asked()).hasSize(4);
        assertThat(tokens.asked()).hasSize(3);
        assertThat(server.asked().get(1).header("Authorization")).contains("Bearer new");
    }

    @Test
    void aTokenServiceThatRefusesIsNotTheSourceThatIsDown() {
        tokens.script(asked ->
                HttpAnswer.body(400, "application/json", "{\"error\":\"invalid_client\"}"));
        try (var source = secretInHeader()) {
            HttpSourceTest.assertFault(FaultCode.CREDENTIALS_REFUSED, () -> get(source));
            tokens.script(asked -> HttpAnswer.status(503));
            HttpSourceTest.assertFault(FaultCode.SERVER_ERROR, () -> get(source));
            tokens.script(asked -> HttpAnswer.loginPage());
            HttpSourceTest.assertFault(FaultCode.UNEXPECTED_CONTENT, () -> get(source));
        }
        assertThat(server.asked()).isEmpty();
    }

    private HttpSource secretInHeader() {
        return source(new Definition().with("secret", "client").secret("client", "s+1"));
    }

    private HttpSource source(Definition auth) {
        return Definition.of(server.uri("/r4"))
                .with(
                        "auth",
                        auth.with("kind", "oauth2-client-credentials")
                                .with("token-url", tokens.uri("/token").toString())
                                .with("client-id", "sheaf"))
                .source();
    }

    private static int get(HttpSource source) {
        return source.exchange(HttpCall.get(source.base(), "*/*", 1_000), Definition.soon())
                .status();
    }

    private static HttpAnswer token(String token, int seconds) {
        return HttpAnswer.json(
                "{\"access_token\":\""
                        + token
                        + "\",\"token_type\":\"Bearer\",\"expires_in\":"
                        + seconds
                        + "}");
    }

    static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static Map<String, String> form(String text) {
        return Arrays.stream(text.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
