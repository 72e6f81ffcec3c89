package health.sheaf.mapping;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What flows through a pipe while a row is mapped. */
sealed interface Value {

    /** Nothing. It runs through every function untouched. */
    enum Absent implements Value {
        ABSENT
    }

    /** More than any double needs, and any column that is meant as a number. */
    int MOST_DIGITS = 400;

    record Text(String text) implements Value {}

    record Amount(BigDecimal number) implements Value {}

    record Flag(boolean on) implements Value {}

    /** A FHIR date of any precision: {@code 1950}, {@code 1950-02}, {@code 1950-02-01}. */
    record Day(String iso) implements Value {}

    /** A date and time of a column that knows no zone. */
    record Local(LocalDateTime at) implements Value {}

    /**
     * A date and time that is certain.
     *
     * @param written as the source wrote it, where that is how FHIR writes it: it then stays as it
     *     is, {@code +00:00} and trailing noughts included
     */
    record Moment(OffsetDateTime at, @Nullable String written) implements Value {

        Moment(OffsetDateTime at) {
            this(at, null);
        }

        String fhir() {
            return written == null ? TimeFunctions.fhir(at) : written;
        }
    }

    record TimeOfDay(LocalTime time) implements Value {}

    @SuppressWarnings("ArrayRecordComponent") // lives for one row and is never compared
    record Bytes(byte[] bytes) implements Value {}

    record Many(List<Value> items) implements Value {
        public Many {
            items = List.copyOf(items);
        }
    }

    /** A finished FHIR element. */
    record Tree(Kind kind, ObjectNode node) implements Value {}

    /**
     * What a native path found in a message, at least one part. Functions see the first; {@code
     * each}, {@code as} and repeating elements see all.
     */
    record Parts(List<NativeRecord> items) implements Value {
        public Parts {
            items = List.copyOf(items);
        }
    }

    /**
     * An element a shape made.
     *
     * @param type its FHIR type
     */
    record Shaped(String type, ObjectNode node) implements Value {}

    /** A code that no table knows; kept in the source's own words. */
    record Unmapped(String code) implements Value {}

    default boolean present() {
        return !(this instanceof Absent);
    }

    /** What a database driver gave. Text that is blank means nothing. */
    static Value of(@Nullable Object column) {
        return switch (column) {
            case null -> Absent.ABSENT;
            case String text -> text.isBlank() ? Absent.ABSENT : new Text(text);
            case BigDecimal number -> amount(number);
            case Boolean on -> new Flag(on);
            case LocalDate date -> new Day(date.toString());
            case LocalDateTime at -> new Local(at);
            case OffsetDateTime at -> new Moment(at);
            case LocalTime time -> new TimeOfDay(time);
            case Double number when !Double.isFinite(number) -> new Text(number.toString());
            case Float number when !Float.isFinite(number) -> new Text(number.toString());
            case Number number -> amount(new BigDecimal(number.toString()));
            case byte[] bytes -> bytes.length == 0 ? Absent.ABSENT : new Bytes(bytes);
            case Object other -> new Text(other.toString());
        };
    }

    /**
     * A number that would take more than so many digits to write out stays the few characters it
     * is: {@code 1E+1000000000} written out would be a gigabyte of noughts.
     */
    private static Value amount(BigDecimal number) {
        boolean writable =
                Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
        return writable ? new Amount(number) : new Text(number.toString());
    }

    /** As text without outer blanks; empty for what has none. */
    default String words() {
        var text = asText();
        return text == null ? "" : text.strip();
    }

    /** As text, for functions that read text; {@code null} for what has none. */
    default @Nullable String asText() {
        return switch (this) {
            case Text text -> text.text();
            case Amount amount -> amount.number().toPlainString();
            case Flag flag -> String.valueOf(flag.on());
            case Day day -> day.iso();
            case Local local -> local.at().toString();
            case Moment moment -> moment.at().toString();
            case TimeOfDay time -> time.time().toString();
            case Unmapped unmapped -> unmapped.code();
            case Absent none -> null;
            case Bytes bytes -> null;
            case Many many -> null;
            case Tree tree -> null;
            case Parts parts -> parts.items().getFirst().text();
            case Shaped shaped -> null;
        };
    }
}
