package health.sheaf.estate.fhirserver;

import health.sheaf.estate.http.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Predicate;

/** How a server knows its callers. */
@FunctionalInterface
public interface Access {

    /** Why a request is refused; empty where it is allowed. */
    Optional<Refusal> refuse(Request request);

    /**
     * A refusal.
     *
     * @param status 401 or 403
     * @param challenge the WWW-Authenticate header; empty: none
     */
    record Refusal(int status, String challenge) {}

    /** A key in a header. */
    static Access apiKey(String header, String key) {
        return request ->
                request.header(header).filter(given -> same(given, key)).isPresent()
                        ? Optional.empty()
                        : Optional.of(new Refusal(401, ""));
    }

    /** User and password. */
    static Access basic(String user, String password) {
        var credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        var expected = "Basic " + Base64.getEncoder().encodeToString(credentials);
        return request ->
                request.header("Authorization").filter(given -> same(given, expected)).isPresent()
                        ? Optional.empty()
                        : Optional.of(new Refusal(401, "Basic realm=\"infirmary\""));
    }

    /** A bearer token that {@code valid} accepts. */
    static Access bearer(Predicate<String> valid) {
        return request -> {
            var token =
                    request.header("Authorization")
                            .filter(header -> header.startsWith("Bearer "))
                            .map(header -> header.substring("Bearer ".length()));
            if (token.isEmpty()) {
                return Optional.of(new Refusal(401, "Bearer"));
            }
            return valid.test(token.get())
                    ? Optional.empty()
                    : Optional.of(new Refusal(401, "Bearer error=\"invalid_token\""));
        };
    }

    private static boolean same(String given, String expected) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
