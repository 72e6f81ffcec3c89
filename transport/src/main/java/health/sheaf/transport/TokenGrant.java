package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import java.time.Duration;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(8)
                                                    .maxNumberLength(20)
                                                    .maxStringLength(32_768)
                                                    .maxTokenCount(1_000)
                                                    .build())
                                    .build())
                    .build();

    static TokenGrant read(byte[] body) {
        try {
            var answer = JSON.readTree(body);
            var token = text(answer, "access_token");
            if (!BEARER.matcher(token).matches()
                    || !text(answer, "token_type").equalsIgnoreCase("bearer")) {
                throw unusable();
            }
            return new TokenGrant(token, lifetime(answer.path("expires_in")));
        } catch (JacksonException e) {
            throw unusable();
        }
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

    private static health.sheaf.spi.SourceFaultException unusable() {
        return HttpFaults.fault(
                FaultCode.UNEXPECTED_CONTENT, "the token service did not answer with a token");
    }

    @Override
    public String toString() {
        return "TokenGrant[***]";
    }
}
