package health.sheaf.server.security;

import health.sheaf.core.policy.Requester;
import health.sheaf.server.fhir.HttpCode;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Turns the claims of a verified token into a requester. What is missing is a refusal. */
final class Claims {

    /** SMART scopes are printable ASCII; anything else would be a look-alike. */
    private static final Pattern SCOPES = Pattern.compile("[\\x21-\\x7e]+( [\\x21-\\x7e]+)*");

    private static final int MAX_NAME = 200;

    private Claims() {}

    /**
     * @param id of the user: unique among all issuers
     * @param wanted the purpose the client names for this request; {@code null}: the first it is
     *     entitled to
     */
    static Requester requester(
            ObjectNode claims, String id, @Nullable String wanted, String requestId) {
        var user =
                new EndUser(
                        id,
                        text(claims, "name"),
                        text(claims, "sheaf_role"),
                        organisation(text(claims, "sheaf_org")));
        var entitled = purposes(claims);
        var purpose = wanted == null ? entitled.getFirst() : purpose(wanted);
        return new Requester(user, scopes(claims), Set.copyOf(entitled), purpose, requestId);
    }

    static String text(ObjectNode claims, String name) {
        var value = claims.get(name);
        if (value == null
                || !value.isString()
                || value.asString().isBlank()
                || value.asString().length() > MAX_NAME
                || value.asString().chars().anyMatch(Character::isISOControl)) {
            throw incomplete();
        }
        return value.asString();
    }

    private static OdsCode organisation(String code) {
        try {
            return new OdsCode(code);
        } catch (InvalidValueException e) {
            throw incomplete();
        }
    }

    private static Set<String> scopes(ObjectNode claims) {
        var scope = claims.get("scope");
        if (scope == null || !scope.isString() || !SCOPES.matcher(scope.asString()).matches()) {
            throw incomplete();
        }
        return new LinkedHashSet<>(List.of(scope.asString().split(" ")));
    }

    private static List<Purpose> purposes(ObjectNode claims) {
        var given = claims.get("sheaf_purposes");
        if (given == null || !given.isArray() || given.isEmpty()) {
            throw incomplete();
        }
        return given.valueStream()
                .map(one -> one.isString() ? known(one.asString()) : Optional.<Purpose>empty())
                .map(one -> one.orElseThrow(Claims::incomplete))
                .distinct()
                .toList();
    }

    /** Whether the user is entitled to it, policy decides and writes down. */
    private static Purpose purpose(String wanted) {
        return known(wanted)
                .orElseThrow(() ->
                        new TokenRefusedException(
                                HttpCode.UNKNOWN_PURPOSE, "X-Sheaf-Purpose is not known"));
    }

    private static Optional<Purpose> known(String code) {
        return Arrays.stream(Purpose.values())
                .filter(purpose -> purpose.code().equals(code))
                .findFirst();
    }

    private static TokenRefusedException incomplete() {
        return new TokenRefusedException(
                HttpCode.TOKEN_INCOMPLETE, "a claim is missing or not as it must be");
    }
}
