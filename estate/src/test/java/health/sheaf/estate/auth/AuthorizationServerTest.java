package health.sheaf.estate.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class AuthorizationServerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AuthorizationServer server =
            new AuthorizationServer(0, "sheaf", Clock.systemUTC(), new SecureRandom());
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        client.close();
    }

    @Test
    void aReadyTokenVerifiesAgainstThePublishedKeys() throws Exception {
        var discovery = get(server.issuer() + "/.well-known/openid-configuration");
        assertThat(discovery.path("issuer").asString()).isEqualTo(server.issuer());
        var keys = JWKSet.parse(get(discovery.path("jwks_uri").asString()).toString());
        var token = SignedJWT.parse(server.readyToken(DemoUser.CLINICIAN));
        var key = keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey();

        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(key.isPrivate()).isFalse();
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(server.issuer());
        assertThat(claims.getAudience()).containsExactly("sheaf");
        assertThat(claims.getStringClaim("scope")).isEqualTo("user/*.rs");
        assertThat(claims.getStringClaim("sheaf_role")).isEqualTo("clinician");
        assertThat(claims.getStringClaim("sheaf_org")).isEqualTo("RR8");
        assertThat(claims.getStringListClaim("sheaf_purposes")).containsExactly("TREAT", "ETREAT");
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getExpirationTime().toInstant()).isAfter(Instant.now());
    }

    @Test
    void aClientGetsATokenForItsSecretInHeaderOrForm() throws Exception {
        var secret = server.clientSecrets().get("call-handler");
        var header =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        ("call-handler:" + secret)
                                                .getBytes(StandardCharsets.UTF_8));
        var byHeader = post(server.tokenUrl(), "grant_type=client_credentials", header);
        var byForm =
                post(
                        server.tokenUrl(),
                        "grant_type=client_credentials&client_id=call-handler&client_secret="
                                + secret,
                        "");

        for (var answer : new HttpResponse<?>[] {byHeader, byForm}) {
            assertThat(answer.statusCode()).isEqualTo(200);
            var token =
                    SignedJWT.parse(
                            JSON.readTree((String) answer.body()).path("access_token").asString());
            assertThat(token.getJWTClaimsSet().getStringClaim("sheaf_org")).isEqualTo("RX8");
        }
    }

    @Test
    void aWrongSecretGetsNothing() throws Exception {
        var answer =
                post(
                        server.tokenUrl(),
                        "grant_type=client_credentials&client_id=clinician&client_secret=wrong",
                        "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("invalid_client").doesNotContain("access_token");
    }

    @Test
    void sheafProvesItselfByKeyToTheCommunitySystem() throws Exception {
        var answer = post(server.communityTokenUrl(), assertion("one", 60), "");

        assertThat(answer.statusCode()).isEqualTo(200);
        var token = JSON.readTree(answer.body()).path("access_token").asString();
        assertThat(server.communityAccepts(token)).isTrue();
        assertThat(server.communityAccepts(server.readyToken(DemoUser.CLINICIAN))).isFalse();
    }

    @Test
    void anAssertionIsTakenOnceAndNotWhenItLivesTooLong() throws Exception {
        var once = assertion("two", 60);

        assertThat(post(server.communityTokenUrl(), once, "").statusCode()).isEqualTo(200);
        assertThat(post(server.communityTokenUrl(), once, "").statusCode()).isEqualTo(401);
        assertThat(post(server.communityTokenUrl(), assertion("three", 3600), "").statusCode())
                .isEqualTo(401);
    }

    private String assertion(String id, int seconds) throws Exception {
        var pem = server.sheafKeyPem().replaceAll("-----[A-Z ]+-----", "").replace("\n", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
        var key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer("sheaf")
                        .subject("sheaf")
                        .audience(server.communityTokenUrl())
                        .jwtID(id)
                        .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                        .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES384), claims);
        jwt.sign(new ECDSASigner(key));
        return "grant_type=client_credentials&client_assertion_type="
                + URLEncoder.encode(
                        "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                        StandardCharsets.UTF_8)
                + "&client_assertion="
                + jwt.serialize();
    }

    private JsonNode get(String url) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private HttpResponse<String> post(String url, String form, String authorization)
            throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
