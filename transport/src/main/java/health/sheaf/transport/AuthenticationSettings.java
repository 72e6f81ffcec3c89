package health.sheaf.transport;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Settings;
import health.sheaf.spi.Spelling;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The {@code auth} part of a source definition. */
final class AuthenticationSettings {

    private static final List<String> KINDS =
            List.of("none", "basic", "api-key", "oauth2-client-credentials");

    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9-]{1,64}");

    /** Headers that belong to HTTP itself, or that would clash with what we send. */
    private static final Set<String> TAKEN =
            Set.of(
                    "host",
                    "content-length",
                    "content-type",
                    "connection",
                    "transfer-encoding",
                    "upgrade",
                    "expect",
                    "accept",
                    "accept-encoding",
                    "user-agent");

    private AuthenticationSettings() {}

    /**
     * @param tokenSource makes the client for the token endpoint from its {@code token-url}
     * @throws DefinitionException where something is missing or wrong
     */
    static Authentication read(
            Settings auth, ConnectorContext context, Function<Settings, HttpSource> tokenSource) {
        var kind = auth.text("kind", "none");
        return switch (kind) {
            case "none" -> new Authentication.None();
            case "basic" -> basic(auth, context);
            case "api-key" -> apiKey(auth, context);
            case "oauth2-client-credentials" ->
                    ClientCredentialsSettings.read(auth, context, tokenSource);
            case String other ->
                    throw new DefinitionException(
                            auth.positionOf("kind"),
                            "'kind' must be one of "
                                    + String.join(", ", KINDS)
                                    + Spelling.nearest(other, KINDS)
                                            .map(word -> "; did you mean '" + word + "'?")
                                            .orElse(""));
        };
    }

    private static Authentication basic(Settings auth, ConnectorContext context) {
        var user = auth.text("username");
        if (user.contains(":")) {
            throw new DefinitionException(
                    auth.positionOf("username"), "'username' must not hold a colon");
        }
        return new FixedHeader(() -> {
            var pair = user + ":" + Secrets.text(auth, "password", context.secrets());
            return new HeaderLine(
                    "Authorization",
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        });
    }

    private static Authentication apiKey(Settings auth, ConnectorContext context) {
        var header = auth.text("header");
        if (!HEADER_NAME.matcher(header).matches()
                || TAKEN.contains(header.toLowerCase(java.util.Locale.ROOT))) {
            throw new DefinitionException(
                    auth.positionOf("header"),
                    "'header' must be the name of a header of the source's own, such as X-API-Key");
        }
        return new FixedHeader(() -> {
            var value = Secrets.text(auth, "key", context.secrets());
            if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
                throw new DefinitionException(
                        auth.positionOf("key"),
                        "the secret of 'key' cannot stand in a header: visible ASCII"
                                + " characters on one line are needed");
            }
            return new HeaderLine(header, value);
        });
    }
}
