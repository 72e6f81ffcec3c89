package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenTest {

    private static final String PATH = "/Condition?patient=aaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final TestRegion REGION = TestRegion.shared();

    private static HttpResponse<String> with(String token) {
        return REGION.send(REGION.bare(PATH).header("Authorization", "Bearer " + token));
    }

    private static void assertRefused(String token) {
        var response = with(token);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(401);
        assertThat(response.body()).contains("SHF-HTTP-102").doesNotContain("java", "Exception");
        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer");
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String claims() {
        return REGION.issuer().claims().build().toString();
    }

    private static JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1");
    }

    @Test
    void aGoodTokenIsTaken() {
        assertThat(with(REGION.issuer().token()).statusCode()).isEqualTo(404);
        assertThat(
                        with(REGION.issuer()
                                        .signed(header().build(), REGION.issuer().claims().build()))
                                .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "nOnE", "HS256", "RS1", "ES256K", "EdDSA", ""})
    void anotherAlgorithmIsRefused(String algorithm) {
        var head = encoded("{\"alg\":\"" + algorithm + "\",\"kid\":\"k1\"}");

        assertRefused(head + "." + encoded(claims()) + ".");
        assertRefused(head + "." + encoded(claims()) + ".AAAA");
    }

    @Test
    void ourPublicKeyAsASharedSecretIsRefused() throws JOSEException {
        for (var secret :
                List.of(
                        REGION.issuer().key().toRSAPublicKey().getEncoded(),
                        ("-----BEGIN PUBLIC KEY-----\n"
                                        + Base64.getMimeEncoder()
                                                .encodeToString(
                                                        REGION.issuer()
                                                                .key()
                                                                .toRSAPublicKey()
                                                                .getEncoded())
                                        + "\n-----END PUBLIC KEY-----\n")
                                .getBytes(StandardCharsets.US_ASCII))) {
            var jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(),
                            REGION.issuer().claims().build());
            jwt.sign(new MACSigner(secret));
            assertRefused(jwt.serialize());
        }
    }

    @Test
    void aKeyTheTokenBringsIsNotUsed() throws JOSEException {
        var stranger = new RSAKeyGenerator(2048).keyID("k1").generate();
        for (var head :
                List.of(
                        header().build(),
                        header().jwk(stranger.toPublicJWK()).build(),
                        header().jwkURL(URI.create(REGION.issuer().url() + "/stranger")).build(),
                        header().x509CertURL(URI.create(REGION.issuer().url() + "/x")).build())) {
            var jwt = new SignedJWT(head, REGION.issuer().claims().build());
            jwt.sign(new RSASSASigner(stranger));
            assertRefused(jwt.serialize());
        }
    }

    @Test
    void anUnknownKeyIsAskedForOnceAMinuteAtMost() {
        with(REGION.issuer().token());
        int before = REGION.issuer().keyFetches();
        for (int i = 0; i < 50; i++) {
            var odd = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../dev/null" + i).build();
            assertRefused(REGION.issuer().signed(odd, REGION.issuer().claims().build()));
        }

        assertThat(REGION.issuer().keyFetches() - before).isLessThanOrEqualTo(1);
    }

    static Stream<Arguments> wrongClaims() {
        var now = Instant.now();
        Map<String, UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder>> changes =
                Map.ofEntries(
                        Map.entry("other audience", c -> c.audience("https://other")),
                        Map.entry("no audience", c -> c.audience((String) null)),
                        Map.entry("longer audience", c -> c.audience(TestIssuer.AUDIENCE + "/")),
                        Map.entry("unknown issuer", c -> c.issuer("https://evil")),
                        Map.entry("issuer with slash", c -> c.issuer(REGION.issuer().url() + "/")),
                        Map.entry(
                                "issuer in capitals",
                                c -> c.issuer(REGION.issuer().url().replace("http", "HTTP"))),
                        Map.entry("no issuer", c -> c.issuer(null)),
                        Map.entry(
                                "expired", c -> c.expirationTime(Date.from(now.minusSeconds(120)))),
                        Map.entry("no end", c -> c.expirationTime(null)),
                        Map.entry(
                                "lives too long",
                                c -> c.expirationTime(Date.from(now.plusSeconds(90_000)))),
                        Map.entry("not yet", c -> c.notBeforeTime(Date.from(now.plusSeconds(120)))),
                        Map.entry(
                                "issued later", c -> c.issueTime(Date.from(now.plusSeconds(120)))),
                        Map.entry("end as text", c -> c.claim("exp", "4102444800")),
                        Map.entry("end as fraction", c -> c.claim("exp", 4102444800.5)),
                        Map.entry("endless end", c -> c.claim("exp", 1e308)),
                        Map.entry("negative end", c -> c.claim("exp", -1L)),
                        Map.entry("an ID token", c -> c.claim("nonce", "n")),
                        Map.entry("an ID token's hash", c -> c.claim("at_hash", "h")),
                        Map.entry("typ says ID", c -> c.claim("typ", "ID")),
                        Map.entry("a refresh token", c -> c.claim("typ", "Refresh")),
                        Map.entry("token_use says id", c -> c.claim("token_use", "id")),
                        Map.entry("bound to a certificate", c -> c.claim("cnf", Map.of("x", "y"))));
        return changes.entrySet().stream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void aWrongClaimIsRefused(
            String name, UnaryOperator<com.nimbusds.jwt.JWTClaimsSet.Builder> change) {
        assertRefused(REGION.issuer().token(change));
    }

    @Test
    void anotherTypeOfTokenIsRefused() {
        for (var type : List.of("logout+jwt", "dpop+jwt", "id_token", "JWE")) {
            assertRefused(
                    REGION.issuer()
                            .signed(
                                    header().type(new JOSEObjectType(type)).build(),
                                    REGION.issuer().claims().build()));
        }
    }

    @Test
    void aClaimGivenTwiceIsRefused() throws JOSEException {
        var good = claims();
        var twice = good.substring(0, good.length() - 1) + ",\"sub\":\"somebody-else\"}";
        var head = encoded("{\"alg\":\"RS256\",\"kid\":\"k1\"}");
        var signing = (head + "." + encoded(twice)).getBytes(StandardCharsets.US_ASCII);
        var signature =
                new RSASSASigner(REGION.issuer().key()).sign(header().build(), signing).toString();

        assertRefused(head + "." + encoded(twice) + "." + signature);
    }

    @Test
    void aChangedTokenIsRefused() {
        var parts = REGION.issuer().token().split("\\.");
        var widened = claims().replace("clinician", "administrator");

        assertRefused(parts[0] + "." + encoded(widened) + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + "." + parts[2] + "=");
        assertRefused(parts[0] + "." + parts[1]);
        assertRefused("a.b.c");
        assertRefused("a".repeat(17_000));
    }

    @Test
    void aTokenIsTakenFromTheHeaderAlone() {
        var token = REGION.issuer().token();

        var inQuery = REGION.send(REGION.bare(PATH + "&access_token=" + token));
        assertThat(inQuery.statusCode()).isEqualTo(400);
        assertThat(inQuery.body()).contains("SHF-HTTP-105");
        var both = REGION.send(REGION.request(PATH + "&access_token=x"));
        assertThat(both.statusCode()).isEqualTo(400);
        var lower = REGION.send(REGION.bare(PATH).header("Authorization", "bearer " + token));
        assertThat(lower.statusCode()).isEqualTo(401);
        var basic = REGION.send(REGION.bare(PATH).header("Authorization", "Basic eDp5"));
        assertThat(basic.statusCode()).isEqualTo(401);
        assertThat(REGION.rawGet("/fhir" + PATH, "Authorization: Bearer " + token))
                .startsWith("HTTP/1.1 400");
        assertThat(REGION.raw("GET /fhir/Condition HTTP/1.1"))
                .startsWith("HTTP/1.1 401")
                .contains("SHF-HTTP-101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "name", "sheaf_role", "sheaf_org", "sheaf_purposes", "scope"})
    void whatPolicyNeedsMustBeInTheToken(String claim) {
        var missing = with(REGION.issuer().token(c -> c.claim(claim, null)));
        assertThat(missing.statusCode()).isEqualTo(403);
        assertThat(missing.body()).contains("SHF-HTTP-103").doesNotContain(claim);
        var wrong = with(REGION.issuer().token(c -> c.claim(claim, Map.of("a", "b"))));
        assertThat(wrong.statusCode()).isEqualTo(403);
    }

    @Test
    void aRoleAsAListIsNone() {
        assertThat(
                        with(REGION.issuer()
                                        .token(c -> c.claim("sheaf_role", List.of("clinician"))))
                                .statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient/*.rs",
                "openid",
                "user/Observation.rs",
                "user/*.c",
                "uѕer/*.rs",
                "user/*.rs\u00a0x",
                "USER/*.RS"
            })
    void aScopeThatDoesNotCoverTheQuestionGivesNothing(String scope) {
        assertThat(with(REGION.issuer().token(c -> c.claim("scope", scope))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void theOrderOfScopesWidensNothingAndCostsNothing() {
        assertThat(
                        with(REGION.issuer()
                                        .token(c ->
                                                c.claim("scope", "openid user/*.rs user/*.rs x")))
                                .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPurposeCountsOnlyWhereTheTokenEntitlesToIt() {
        var token = REGION.issuer().token();
        assertThat(purpose(token, "ETREAT").statusCode()).isEqualTo(404);
        var research = purpose(token, "HRESCH");
        assertThat(research.statusCode()).isEqualTo(403);
        assertThat(research.body()).contains("SHF-HTTP-104");
        assertThat(purpose(token, "whatever").statusCode()).isEqualTo(400);
    }

    private static HttpResponse<String> purpose(String token, String purpose) {
        return REGION.send(
                REGION.bare(PATH)
                        .header("Authorization", "Bearer " + token)
                        .header("X-Sheaf-Purpose", purpose));
    }
}
