package health.sheaf.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import health.sheaf.server.fhir.HttpCode;
import health.sheaf.server.security.IssuerKeys.KeysUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IssuerKeysTest {

    private static final JWK ONE = rsa("one");
    private static final JWK TWO = rsa("two");

    private long nanos;
    private int fetches;
    private boolean away;
    private String document = set(ONE);

    private final IssuerKeys keys =
            new IssuerKeys(
                    "https://issuer",
                    new IssuerKeys.Documents() {
                        @Override
                        public String keySetUrl(String issuer) {
                            return issuer + "/jwks";
                        }

                        @Override
                        public byte[] get(String url) throws KeysUnavailableException {
                            fetches++;
                            if (away) {
                                throw new KeysUnavailableException("away");
                            }
                            return document.getBytes(StandardCharsets.UTF_8);
                        }
                    },
                    () -> nanos);

    private static JWK rsa(String kid) {
        try {
            return new RSAKeyGenerator(2048).keyID(kid).generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private void assertNone(String kid, String algorithm) {
        assertThatThrownBy(() -> keys.key(kid, algorithm))
                .isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void nothingIsFetchedBeforeATokenComes() {
        assertThat(fetches).isZero();
        assertThat(keys.key("one", "RS256").getKeyID()).isEqualTo("one");
        assertThat(fetches).isEqualTo(1);
    }

    @Test
    void aNewKeyIsFoundWithinAMinute() {
        keys.key("one", "RS256");
        document = set(ONE, TWO);
        assertNone("two", "RS256");
        pass(Duration.ofSeconds(60));

        assertThat(keys.key("two", "RS256").getKeyID()).isEqualTo("two");
    }

    @Test
    void manyUnknownKeysCostOneFetchAMinute() {
        for (int i = 0; i < 10_000; i++) {
            assertNone("unknown" + i, "RS256");
        }
        assertThat(fetches).isEqualTo(1);
        pass(Duration.ofSeconds(61));
        for (int i = 0; i < 10_000; i++) {
            assertNone("unknown" + i, "RS256");
        }
        assertThat(fetches).isEqualTo(2);
    }

    @Test
    void aRemovedKeyIsRefusedAfterFiveMinutes() {
        keys.key("one", "RS256");
        document = set(TWO);
        pass(Duration.ofSeconds(301));

        assertNone("one", "RS256");
    }

    @Test
    void whileTheIssuerIsAwayItsKeysGoOnForAnHourAndNoLonger() {
        keys.key("one", "RS256");
        away = true;
        pass(Duration.ofMinutes(59));
        assertThat(keys.key("one", "RS256").getKeyID()).isEqualTo("one");
        pass(Duration.ofMinutes(2));

        assertThatThrownBy(() -> keys.key("one", "RS256"))
                .isInstanceOfSatisfying(
                        TokenRefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(HttpCode.KEYS_UNAVAILABLE));
        away = false;
        pass(Duration.ofMinutes(1));
        assertThat(keys.key("one", "RS256").getKeyID()).isEqualTo("one");
    }

    @Test
    void aTokenWithoutAKeyIdNeedsTheOnlyKey() {
        assertThat(keys.key("", "RS256").getKeyID()).isEqualTo("one");
        document = set(ONE, TWO);
        pass(Duration.ofMinutes(6));

        assertNone("", "RS256");
    }

    @Test
    void aKeyServesItsOwnKindOfSignatureAlone() throws JOSEException {
        var ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate().toPublicJWK();
        var small = new RSAKeyGenerator(1024, true).keyID("small").generate().toPublicJWK();
        var forSecrets =
                new RSAKeyGenerator(2048)
                        .keyUse(KeyUse.ENCRYPTION)
                        .keyID("enc")
                        .generate()
                        .toPublicJWK();
        document = set(ec, small, forSecrets);

        assertThat(keys.key("ec", "ES256").getKeyID()).isEqualTo("ec");
        assertNone("ec", "ES384");
        assertNone("ec", "RS256");
        assertNone("small", "RS256");
        assertNone("enc", "RS256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html></html>",
                "[]",
                "{\"keys\":[],\"keys\":[]}",
                "{\"keys\":7}",
                "null"
            })
    void whatIsNoKeySetGivesNoKeys(String odd) {
        document = odd;

        assertNone("one", "RS256");
    }

    @Test
    void aKeyIdThatOccursTwiceSpoilsTheSet() {
        document = set(ONE, rsa("one"));

        assertNone("one", "RS256");
    }
}
