package health.sheaf.spi;

import java.util.regex.Pattern;

/**
 * The code of an organisation in the Organisation Data Service, such as {@code RR8} (a trust) or
 * {@code B86001} (a practice).
 *
 * @param value 3 to 10 upper-case letters and digits
 */
public record OdsCode(String value) {

    /** The system of ODS codes in FHIR identifiers. */
    public static final String SYSTEM = "https://fhir.nhs.uk/Id/ods-organization-code";

    private static final Pattern SHAPE = Pattern.compile("[A-Z0-9]{3,10}");

    public OdsCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new InvalidValueException(
                    "not an ODS code: 3 to 10 upper-case letters and digits are needed");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
