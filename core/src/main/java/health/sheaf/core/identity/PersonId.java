package health.sheaf.core.identity;

import health.sheaf.spi.InvalidValueException;
import java.util.regex.Pattern;

/**
 * The opaque id of a person: random, never derived from an NHS number. It is also the id of the
 * Patient that is handed out.
 *
 * @param value 26 characters of lower-case base32: 128 random bits
 */
public record PersonId(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{26}");

    public PersonId {
        if (!isShaped(value)) {
            throw new InvalidValueException("not a person id");
        }
    }

    /** Whether a text could be a person id. */
    public static boolean isShaped(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
