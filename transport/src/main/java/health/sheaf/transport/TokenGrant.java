package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import java.time.Duration;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a token endpoint gave.
 *
 * @param token a bearer token
 * @param lifetime from now
 */
record TokenGrant(String token, Duration lifetime) {

    private static final long DEFAULT_SECONDS = 60;
    private static final long MAX_SECONDS = 86_400;

    /** RFC 6750 §2.1. */
    private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]{1,16384}=*");

    static TokenGrant read(byte[] body) {
        var answer = SmallJson.read(body);
        var token = text(answer, "access_token");
        if (!BEARER.matcher(token).matches()
                || !text(answer, "token_type").equalsIgnoreCase("bearer")) {
            throw HttpFaults.fault(
                    FaultCode.UNEXPECTED_CONTENT, "the token service did not answer with a token");
        }
        return new TokenGrant(token, lifetime(answer.path("expires_in")));
    }

    private static String text(JsonNode answer, String name) {
        var value = answer.path(name);
        return value.isString() ? value.asString() : "";
    }

    private static Duration lifetime(JsonNode expiresIn) {
        var text = expiresIn.isIntegralNumber() || expiresIn.isString() ? expiresIn.asString() : "";
        long seconds = text.matches("\\d{1,18}") ? Long.parseLong(text) : DEFAULT_SECONDS;
        return Duration.ofSeconds(Math.clamp(seconds, 1, MAX_SECONDS));
    }

    @Override
    public String toString() {
        return "TokenGrant[***]";
    }
}
