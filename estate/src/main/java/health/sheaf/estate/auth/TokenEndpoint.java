package health.sheaf.estate.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import health.sheaf.estate.http.Reply;
import health.sheaf.estate.http.Request;
import health.sheaf.estate.http.Request.Parameter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The client credentials grant of OAuth 2 with {@code client_secret_basic}, {@code
 * client_secret_post} and {@code private_key_jwt} (RFC 7523).
 */
final class TokenEndpoint {

    /** What an assertion may live at most, as SMART Backend Services has it. */
    private static final Duration ASSERTION_LIFETIME = Duration.ofMinutes(5);

    private static final int REMEMBERED = 10_000;
    private static final String BEARER_ASSERTION =
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, Client> clients;
    private final Signing signing;
    private final Duration lifetime;
    private final Clock clock;
    private final Map<String, Instant> usedAssertions =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /**
     * @param lifetime of the tokens
     */
    TokenEndpoint(Map<String, Client> clients, Signing signing, Duration lifetime, Clock clock) {
        this.clients = Map.copyOf(clients);
        this.signing = signing;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /**
     * @param url of this endpoint: what an assertion must name as its audience
     */
    Reply answer(Request request, String url, String issuer) {
        if (!request.method().equals("POST")) {
            return error(405, "invalid_request", "tokens are asked for by POST");
        }
        var form = new LinkedHashMap<String, String>();
        for (Parameter parameter : request.form()) {
            form.putIfAbsent(parameter.name(), parameter.value());
        }
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "only client_credentials");
        }
        var client = authenticate(request, form, url, issuer);
        if (client.isEmpty()) {
            return error(401, "invalid_client", "the client did not prove itself");
        }
        var claims = client.get().claims().get().issuer(issuer);
        var scope = String.valueOf(claims.getClaims().get("scope"));
        var body = new LinkedHashMap<String, Object>();
        body.put("access_token", signing.token(claims, lifetime));
        body.put("token_type", "Bearer");
        body.put("expires_in", lifetime.toSeconds());
        body.put("scope", scope);
        return Reply.json(200, JSON.writeValueAsString(body)).with("Cache-Control", "no-store");
    }

    private Optional<Client> authenticate(
            Request request, Map<String, String> form, String url, String issuer) {
        var assertion = form.get("client_assertion");
        if (assertion != null) {
            return BEARER_ASSERTION.equals(form.get("client_assertion_type"))
                    ? byAssertion(assertion, url, issuer)
                    : Optional.empty();
        }
        var basic = request.header("Authorization").filter(h -> h.startsWith("Basic "));
        if (basic.isPresent()) {
            return byHeader(basic.get().substring("Basic ".length()));
        }
        return bySecret(form.get("client_id"), form.get("client_secret"));
    }

    private Optional<Client> byHeader(String encoded) {
        try {
            var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : bySecret(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Client> bySecret(@Nullable String id, @Nullable String secret) {
        if (id == null || secret == null) {
            return Optional.empty();
        }
        var client = clients.get(id);
        return client != null && client.secret() != null && same(secret, client.secret())
                ? Optional.of(client)
                : Optional.empty();
    }

    private Optional<Client> byAssertion(String text, String url, String issuer) {
        try {
            var assertion = SignedJWT.parse(text);
            var claims = assertion.getJWTClaimsSet();
            var client = claims.getSubject() == null ? null : clients.get(claims.getSubject());
            if (client == null || client.key() == null) {
                return Optional.empty();
            }
            boolean good =
                    verified(assertion, client.key())
                            && client.id().equals(claims.getIssuer())
                            && (claims.getAudience().contains(url)
                                    || claims.getAudience().contains(issuer))
                            && isFresh(claims);
            return good ? Optional.of(client) : Optional.empty();
        } catch (ParseException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static boolean verified(SignedJWT assertion, ECPublicKey key) throws JOSEException {
        var verifier = new ECDSAVerifier(key);
        return verifier.supportedJWSAlgorithms().contains(assertion.getHeader().getAlgorithm())
                && assertion.verify(verifier);
    }

    /** In time, and not seen before. */
    private boolean isFresh(JWTClaimsSet claims) {
        var now = clock.instant();
        var expires = claims.getExpirationTime();
        if (expires == null
                || claims.getJWTID() == null
                || !expires.toInstant().isAfter(now)
                || expires.toInstant().isAfter(now.plus(ASSERTION_LIFETIME))) {
            return false;
        }
        synchronized (usedAssertions) {
            return usedAssertions.putIfAbsent(claims.getJWTID(), expires.toInstant()) == null;
        }
    }

    private static boolean same(String left, String right) {
        return MessageDigest.isEqual(
                left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply error(int status, String code, String words) {
        var body = Map.of("error", code, "error_description", words);
        return Reply.json(status, JSON.writeValueAsString(body)).with("Cache-Control", "no-store");
    }
}
