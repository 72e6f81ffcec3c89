package health.sheaf.spi;

/**
 * The one root of what Sheaf throws on purpose. Its children speak; nothing throws the root itself,
 * and no message holds patient data.
 */
public abstract class SheafException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    protected SheafException(String message) {
        super(message);
    }

    protected SheafException(String message, Throwable cause) {
        super(message, cause);
    }
}
