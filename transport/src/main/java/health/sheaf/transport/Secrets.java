package health.sheaf.transport;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.SecretStore;
import health.sheaf.spi.Settings;
import java.security.PrivateKey;

/** Reads secrets that a definition refers to; a missing one is an error of the definition. */
final class Secrets {

    private Secrets() {}

    /**
     * @param key the setting that holds the secret's name
     * @throws DefinitionException where there is none of that name
     */
    static String text(Settings settings, String key, SecretStore store) {
        var name = settings.text(key);
        try {
            return store.secret(name);
        } catch (InvalidValueException e) {
            throw new DefinitionException(settings.positionOf(key), e.getMessage() + "");
        }
    }

    /**
     * @throws DefinitionException where the secret is missing or no PKCS#8 key
     */
    static PrivateKey privateKey(Settings settings, String key, SecretStore store) {
        var text = text(settings, key, store);
        try {
            return Pem.privateKey(text);
        } catch (InvalidValueException e) {
            throw new DefinitionException(
                    settings.positionOf(key), "the secret of '" + key + "' is " + e.getMessage());
        }
    }
}
