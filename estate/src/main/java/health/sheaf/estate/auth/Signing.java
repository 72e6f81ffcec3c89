package health.sheaf.estate.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Signs the tokens of the region and knows its own again. The key lives as long as the process. */
final class Signing {

    private static final String KEY_ID = "estate-1";
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final KeyPair key;
    private final Clock clock;
    private final RandomGenerator random;

    /**
     * @param key an RSA key
     */
    Signing(KeyPair key, Clock clock, RandomGenerator random) {
        this.key = key;
        this.clock = clock;
        this.random = random;
    }

    /** The public key, as a JWK set. */
    String jwks() {
        var jwk =
                new RSAKey.Builder((RSAPublicKey) key.getPublic())
                        .keyID(KEY_ID)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(JWSAlgorithm.RS256)
                        .build();
        return new JWKSet(jwk).toString(true);
    }

    /** An access token of RFC 9068 with these claims and the usual times. */
    String token(JWTClaimsSet.Builder claims, Duration lifetime) {
        var now = clock.instant();
        var id = new byte[16];
        random.nextBytes(id);
        claims.issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lifetime)))
                .jwtID(HexFormat.of().formatHex(id));
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(KEY_ID).type(ACCESS_TOKEN).build();
        var token = new SignedJWT(header, claims.build());
        try {
            token.sign(new RSASSASigner(key.getPrivate()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the estate's key cannot sign", e);
        }
        return token.serialize();
    }

    /** Whether a token is ours, for this audience, and not over. */
    boolean accepts(String token, String audience) {
        try {
            var parsed = SignedJWT.parse(token);
            var claims = parsed.getJWTClaimsSet();
            var expires = claims.getExpirationTime();
            return parsed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
                    && parsed.verify(new RSASSAVerifier((RSAPublicKey) key.getPublic()))
                    && claims.getAudience().contains(audience)
                    && expires != null
                    && expires.toInstant().isAfter(clock.instant());
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }
}
