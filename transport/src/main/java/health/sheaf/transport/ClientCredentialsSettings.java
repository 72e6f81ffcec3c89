package health.sheaf.transport;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Settings;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import java.util.function.Function;

/** The {@code auth} part of a source definition where the kind is OAuth2 client credentials. */
final class ClientCredentialsSettings {

    private static final List<String> METHODS =
            List.of("private_key_jwt", "client_secret_basic", "client_secret_post");

    private static final List<String> RSA = List.of("RS384", "RS512", "RS256", "PS384");
    private static final List<String> EC = List.of("ES384", "ES256", "ES512");

    private ClientCredentialsSettings() {}

    static Authentication read(
            Settings auth, ConnectorContext context, Function<Settings, HttpSource> tokenSource) {
        var clientId = auth.text("client-id");
        var scope = auth.optionalText("scope").orElse("");
        var proof = proof(auth, context, clientId);
        return new ClientCredentials(tokenSource.apply(auth), scope, proof, context.nanoTime());
    }

    private static ClientProof proof(Settings auth, ConnectorContext context, String clientId) {
        var method = auth.text("method", auth.has("secret") ? METHODS.get(1) : METHODS.get(0));
        return switch (method) {
            case "private_key_jwt" -> assertion(auth, context, clientId);
            case "client_secret_basic" ->
                    new ClientProof.SecretInHeader(
                            clientId, () -> Secrets.text(auth, "secret", context.secrets()));
            case "client_secret_post" ->
                    new ClientProof.SecretInForm(
                            clientId, () -> Secrets.text(auth, "secret", context.secrets()));
            case String other ->
                    throw new DefinitionException(
                            auth.positionOf("method"),
                            "'method' must be one of " + String.join(", ", METHODS));
        };
    }

    private static ClientProof assertion(Settings auth, ConnectorContext context, String clientId) {
        var key = Secrets.privateKey(auth, "key", context.secrets());
        var fitting = key instanceof ECPrivateKey ? EC : RSA;
        var algorithm = auth.text("algorithm", fittingDefault(key, fitting));
        if (!fitting.contains(algorithm)) {
            throw new DefinitionException(
                    auth.positionOf("algorithm"),
                    "'algorithm' must be one of "
                            + String.join(", ", fitting)
                            + " with this kind of key");
        }
        try {
            return new ClientProof.Assertion(
                    new ClientAssertion(
                            clientId,
                            auth.text("audience", auth.text("token-url")),
                            key,
                            algorithm,
                            auth.optionalText("key-id").orElse(null),
                            context.clock(),
                            new SecureRandom()));
        } catch (health.sheaf.spi.InvalidValueException e) {
            throw new DefinitionException(auth.positionOf("key"), e.getMessage() + "");
        }
    }

    private static String fittingDefault(PrivateKey key, List<String> fitting) {
        if (key instanceof ECPrivateKey curve) {
            return switch (curve.getParams().getOrder().bitLength()) {
                case 256 -> "ES256";
                case 521 -> "ES512";
                default -> "ES384";
            };
        }
        return fitting.getFirst();
    }
}
