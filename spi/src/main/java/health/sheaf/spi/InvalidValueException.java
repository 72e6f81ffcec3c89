package health.sheaf.spi;

/**
 * A value was refused by the type that guards it. The message says what is wrong and never repeats
 * the value, for it may identify a patient.
 */
public final class InvalidValueException extends SheafException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong and what is needed, without the value
     */
    public InvalidValueException(String message) {
        super(message);
    }
}
