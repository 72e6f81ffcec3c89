package health.sheaf.mapping;

import java.util.Set;

/** What an expression gives, as far as it is known before the first row. */
enum Kind {
    /** A column: whatever the database holds. */
    COLUMN("a column"),
    TEXT("text"),
    NUMBER("a number"),
    FLAG("true or false"),
    DAY("a date"),
    MOMENT("a date and time"),
    TIME("a time of day"),
    BYTES("base64"),
    LIST("a list"),
    CONCEPT("a concept"),
    QUANTITY("a quantity"),
    RANGE("a range"),
    REFERENCE("a reference"),
    /** What a shape makes; its type is among the possible texts of the leaf. */
    OBJECT("an element");

    private static final Set<String> TEXTS =
            Set.of("string", "markdown", "code", "uri", "url", "canonical", "id", "oid", "uuid");
    private static final Set<String> QUANTITIES =
            Set.of("Quantity", "SimpleQuantity", "Age", "Count", "Distance", "Duration");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether a value of this kind can be written as an element of a FHIR type. */
    boolean fits(String type) {
        return switch (this) {
            case COLUMN -> Character.isLowerCase(type.charAt(0)) && !type.equals("xhtml");
            case TEXT -> TEXTS.contains(type);
            case NUMBER ->
                    type.equals("decimal")
                            || type.equals("integer")
                            || type.equals("positiveInt")
                            || type.equals("unsignedInt")
                            || type.equals("string");
            case FLAG -> type.equals("boolean");
            case DAY -> type.equals("date") || type.equals("dateTime");
            case MOMENT -> type.equals("dateTime") || type.equals("instant");
            case TIME -> type.equals("time");
            case BYTES -> type.equals("base64Binary");
            case LIST -> TEXTS.contains(type);
            case CONCEPT -> type.equals("CodeableConcept") || type.equals("Coding");
            case QUANTITY -> QUANTITIES.contains(type);
            case RANGE -> type.equals("Range");
            case REFERENCE -> type.equals("Reference");
            case OBJECT -> false;
        };
    }
}
