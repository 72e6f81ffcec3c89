package health.sheaf.mapping.hl7v2;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One segment, read in place: its fields are looked for when somebody asks. For one thread. */
public final class V2Segment {

    private final V2Message message;
    private final int start;
    private final int end;
    private final String name;
    private int @Nullable [] fields;

    V2Segment(V2Message message, int start, int end) {
        this.message = message;
        this.start = start;
        this.end = end;
        this.name = message.text().substring(start, start + 3);
    }

    /** {@code PID}. */
    public String name() {
        return name;
    }

    /**
     * A field with all its repeats; empty where it is not there. In MSH the first is the separator,
     * as HL7 counts.
     *
     * @param number from 1
     */
    public V2Span field(int number) {
        if (isHeader()) {
            return header(number);
        }
        return plain(number);
    }

    private boolean isHeader() {
        return name.equals("MSH") || name.equals("FHS") || name.equals("BHS");
    }

    private V2Span header(int number) {
        if (number == 1) {
            return new V2Span(message, start + 3, start + 4, V2Span.Level.SUBCOMPONENT);
        }
        var span = plain(number - 1);
        return number == 2
                ? new V2Span(message, span.start(), span.end(), V2Span.Level.SUBCOMPONENT)
                : span;
    }

    private V2Span plain(int number) {
        var starts = starts();
        if (number < 1 || number >= starts.length) {
            return new V2Span(message, end, end, V2Span.Level.FIELD);
        }
        return new V2Span(message, starts[number - 1], starts[number] - 1, V2Span.Level.FIELD);
    }

    /** Where each field starts; the last is one after the end. */
    private int[] starts() {
        if (fields != null) {
            return fields;
        }
        var found = new int[16];
        int count = 0;
        char separator = message.separators().field();
        var text = message.text();
        int most = message.limits().maxFields();
        if (start + 3 < end) {
            for (int at = start + 3; at >= 0 && at < end; at = text.indexOf(separator, at + 1)) {
                if (count > most) {
                    throw new V2RefusedException(V2Refusal.V2_TOO_MANY_FIELDS, message.offset());
                }
                if (count + 1 == found.length) {
                    found = Arrays.copyOf(found, found.length * 2);
                }
                found[count++] = at + 1;
            }
        }
        found[count++] = end + 1;
        fields = Arrays.copyOf(found, count);
        return fields;
    }
}
