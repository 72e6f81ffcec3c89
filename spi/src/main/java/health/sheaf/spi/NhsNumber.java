package health.sheaf.spi;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An NHS number: ten digits, the last a modulus-11 check digit (NHS Data Dictionary, attribute NHS
 * NUMBER).
 *
 * <p>Masks itself: {@link #toString()} shows the last two digits only, so that a number which
 * strays into a log or an exception tells nobody anything. {@link #value()} is the one way to the
 * digits.
 *
 * @param value the ten digits, without spaces
 */
public record NhsNumber(String value) {

    /** The system of NHS numbers in FHIR identifiers. */
    public static final String SYSTEM = "https://fhir.nhs.uk/Id/nhs-number";

    private static final Pattern TEN_DIGITS = Pattern.compile("[0-9]{10}");
    private static final Pattern SEPARATORS = Pattern.compile("[ -]");

    public NhsNumber {
        if (!isValid(value)) {
            throw new InvalidValueException(
                    "not an NHS number: ten digits with a valid check digit are needed");
        }
    }

    /**
     * Reads a number as people write it ({@code 999 123 4567}, {@code 999-123-4567}); empty where
     * it is none.
     */
    public static Optional<NhsNumber> parse(String text) {
        var digits = SEPARATORS.matcher(text).replaceAll("");
        return isValid(digits) ? Optional.of(new NhsNumber(digits)) : Optional.empty();
    }

    private static boolean isValid(String digits) {
        if (!TEN_DIGITS.matcher(digits).matches()) {
            return false;
        }
        // All ten repeated-digit numbers pass the check digit, and none was ever issued.
        if (digits.chars().distinct().count() == 1) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            sum += (10 - i) * (digits.charAt(i) - '0');
        }
        int check = (11 - sum % 11) % 11;
        return check == digits.charAt(9) - '0';
    }

    @Override
    public String toString() {
        return "********" + value.substring(8);
    }
}
