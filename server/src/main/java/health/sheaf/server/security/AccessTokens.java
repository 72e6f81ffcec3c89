package health.sheaf.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Verifies access tokens: JWTs signed by a configured issuer, meant for us, within their time. Only
 * asymmetric algorithms of a short list; whatever the token itself says about keys is not followed.
 */
final class AccessTokens {

    static final int MAX_LENGTH = 16 * 1024;
    private static final Duration SKEW = Duration.ofSeconds(60);
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384");
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /** Ways to smuggle a key in, and extensions that we would have to understand. */
    private static final List<String> FORBIDDEN_HEADERS =
            List.of("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip", "enc");

    /** What only tokens of another kind carry; a bound token (cnf) we could not check. */
    private static final List<String> FORBIDDEN_CLAIMS =
            List.of("nonce", "at_hash", "c_hash", "s_hash", "events", "cnf");

    private final Map<String, IssuerKeys> issuers;
    private final String audience;
    private final Clock clock;

    /**
     * @param issuers keys of each issuer, by the exact text of {@code iss}
     * @param audience what tokens for us name
     */
    AccessTokens(Map<String, IssuerKeys> issuers, String audience, Clock clock) {
        this.issuers = Map.copyOf(issuers);
        this.audience = audience;
        this.clock = clock;
    }

    /**
     * The claims of a token.
     *
     * @throws TokenRefusedException where it is not good
     */
    ObjectNode verify(String token) {
        if (token.length() > MAX_LENGTH) {
            throw TokenRefusedException.invalid("too long");
        }
        var parts = token.split("\\.", -1);
        if (parts.length != 3 || parts[2].isEmpty()) {
            throw TokenRefusedException.invalid("not a signed JWT");
        }
        var header = StrictJson.object(StrictJson.base64(parts[0]));
        var algorithm = text(header, "alg");
        checkHeader(header, algorithm);
        var claims = StrictJson.object(StrictJson.base64(parts[1]));
        var keys = issuers.get(text(claims, "iss"));
        if (keys == null) {
            throw TokenRefusedException.invalid("unknown issuer");
        }
        checkAudience(claims.get("aud"));
        checkKind(claims);
        checkTimes(claims);
        var kid = header.has("kid") ? text(header, "kid") : "";
        var key = keys.key(kid, algorithm);
        checkSignature(parts, algorithm, key);
        return claims;
    }

    /** A subject is unique at its issuer only: where there are several, the issuer goes with it. */
    String userId(ObjectNode claims, String subject) {
        return issuers.size() == 1 ? subject : text(claims, "iss") + "#" + subject;
    }

    private static void checkHeader(ObjectNode header, String algorithm) {
        if (!ALGORITHMS.contains(algorithm)) {
            throw TokenRefusedException.invalid("algorithm not allowed");
        }
        if (FORBIDDEN_HEADERS.stream().anyMatch(header::has)) {
            throw TokenRefusedException.invalid("header not allowed");
        }
        if (header.has("typ") && !TYPES.contains(text(header, "typ").toLowerCase(Locale.ROOT))) {
            throw TokenRefusedException.invalid("another type of token");
        }
    }

    private void checkAudience(JsonNode given) {
        boolean ours =
                given != null
                        && (given.isString()
                                ? given.asString().equals(audience)
                                : given.isArray()
                                        && given.valueStream()
                                                .anyMatch(one ->
                                                        one.isString()
                                                                && one.asString()
                                                                        .equals(audience)));
        if (!ours) {
            throw TokenRefusedException.invalid("meant for another service");
        }
    }

    private static void checkKind(ObjectNode claims) {
        if (FORBIDDEN_CLAIMS.stream().anyMatch(claims::has)) {
            throw TokenRefusedException.invalid("not a plain access token");
        }
        for (var name : List.of("typ", "token_use")) {
            if (claims.has(name)) {
                var kind = text(claims, name).toLowerCase(Locale.ROOT);
                if (!kind.equals("bearer") && !kind.equals("access") && !kind.equals("at+jwt")) {
                    throw TokenRefusedException.invalid("another kind of token");
                }
            }
        }
    }

    private void checkTimes(ObjectNode claims) {
        long now = clock.instant().getEpochSecond();
        long skew = SKEW.toSeconds();
        long expires = seconds(claims, "exp");
        if (expires <= now - skew) {
            throw TokenRefusedException.invalid("expired");
        }
        long issued = claims.has("iat") ? seconds(claims, "iat") : Math.min(now, expires);
        if (issued > now + skew || (claims.has("nbf") && seconds(claims, "nbf") > now + skew)) {
            throw TokenRefusedException.invalid("not valid yet");
        }
        if (expires - issued > LONGEST_LIFE.toSeconds()) {
            throw TokenRefusedException.invalid("lives too long");
        }
    }

    private static long seconds(ObjectNode claims, String name) {
        var value = claims.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw TokenRefusedException.invalid("a time is missing or not a whole number");
        }
        long seconds = value.asLong();
        // Beyond this nothing is a time any more, and sums could overflow.
        if (seconds < 0 || seconds > 253_402_300_799L) {
            throw TokenRefusedException.invalid("a time is out of range");
        }
        return seconds;
    }

    private static void checkSignature(String[] parts, String algorithm, JWK key) {
        var signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        try {
            boolean good =
                    verifier(key)
                            .verify(
                                    new JWSHeader(JWSAlgorithm.parse(algorithm)),
                                    signed,
                                    Base64URL.encode(StrictJson.base64(parts[2])));
            if (good) {
                return;
            }
        } catch (JOSEException e) {
            // Falls through: a signature that cannot be checked is as bad as a wrong one.
        }
        throw TokenRefusedException.invalid("signature does not fit");
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            case JWK other -> throw new JOSEException("no key for signatures");
        };
    }

    /** A claim or header that must be there and be a text. */
    static String text(ObjectNode object, String name) {
        var value = object.get(name);
        if (value == null || !value.isString() || value.asString().length() > 1_000) {
            throw TokenRefusedException.invalid("a text is missing");
        }
        return value.asString();
    }

    /** Whether a key is one that a token of this algorithm may be signed with. */
    static boolean fits(JWK key, String algorithm) {
        boolean use = key.getKeyUse() == null || "sig".equals(key.getKeyUse().identifier());
        boolean named =
                key.getAlgorithm() == null || key.getAlgorithm().getName().equals(algorithm);
        return use
                && named
                && switch (key) {
                    case RSAKey rsa -> !algorithm.startsWith("ES") && rsa.size() >= 2048;
                    case ECKey ec ->
                            algorithm.equals(
                                    switch (ec.getCurve().getName()) {
                                        case "P-256" -> "ES256";
                                        case "P-384" -> "ES384";
                                        case String other -> "";
                                    });
                    case JWK other -> false;
                };
    }
}
