package health.sheaf.spi;

/**
 * Secrets by reference. A definition names a secret; the value comes from a file or a vault, never
 * from the definition.
 */
@FunctionalInterface
public interface SecretStore {

    /**
     * @param name the reference as the definition writes it
     * @return the secret, without a trailing line break
     * @throws InvalidValueException where there is none of that name; the message names the
     *     reference, never a value
     */
    String secret(String name);
}
