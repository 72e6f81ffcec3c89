package health.sheaf.spi;

/**
 * Why {@link FhirJson} refused bytes. {@code docs/error-codes.md} lists the codes with what to do
 * next; they are stable for ever. 0xx: a limit; 1xx: not JSON as RFC 8259 has it; 2xx: not clean
 * UTF-8 text; 3xx: JSON, but not the FHIR that is needed.
 */
public enum JsonRefusal {
    TOO_LARGE("SHF-JSON-001", "more bytes than are allowed"),
    TOO_DEEP("SHF-JSON-002", "nested more deeply than is allowed"),
    STRING_TOO_LONG("SHF-JSON-003", "a string is longer than is allowed"),
    NUMBER_TOO_LONG("SHF-JSON-004", "a number has more characters than are allowed"),
    EXPONENT_TOO_LARGE("SHF-JSON-005", "a number has a larger exponent than is allowed"),
    TOO_MANY_DIGITS("SHF-JSON-006", "a number has more significant digits than are allowed"),
    TOO_MANY_TOKENS("SHF-JSON-007", "more values than are allowed"),
    TOO_MANY_ENTRIES("SHF-JSON-008", "more entries than are allowed"),

    TRUNCATED("SHF-JSON-101", "the text ends too soon"),
    TRAILING_DATA("SHF-JSON-102", "something follows after the end"),
    SYNTAX("SHF-JSON-103", "not JSON"),
    NUMBER_MALFORMED("SHF-JSON-104", "not a number as JSON writes it"),
    ESCAPE_MALFORMED("SHF-JSON-105", "not an escape of JSON"),
    DUPLICATE_NAME("SHF-JSON-106", "a name occurs twice in one object"),

    BYTE_ORDER_MARK("SHF-JSON-201", "a byte order mark"),
    NOT_UTF_8("SHF-JSON-202", "not in UTF-8"),
    LONE_SURROGATE("SHF-JSON-203", "half of a surrogate pair"),
    CONTROL_CHARACTER("SHF-JSON-204", "a control character"),

    NOT_AN_OBJECT("SHF-JSON-301", "an object is needed here"),
    RESOURCE_TYPE_MISSING("SHF-JSON-302", "a resource without resourceType"),
    RESOURCE_TYPE_MALFORMED("SHF-JSON-303", "resourceType is not the name of a type"),
    ID_MALFORMED("SHF-JSON-304", "an id that FHIR does not allow"),
    WRONG_TYPE("SHF-JSON-305", "an element of another JSON type than FHIR gives it"),
    NOT_A_BUNDLE("SHF-JSON-306", "a Bundle is needed here"),
    REFERENCE_MALFORMED("SHF-JSON-307", "a reference holds a control character");

    private final String code;
    private final String words;

    JsonRefusal(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The public code, stable for ever: {@code SHF-JSON-106}. */
    public String code() {
        return code;
    }

    /** What is wrong, in words that hold nothing of the content. */
    public String words() {
        return words;
    }
}
