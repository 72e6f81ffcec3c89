package health.sheaf.mapping.edifact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One segment: a span of the interchange's bytes. Elements are numbered as EDIFACT numbers them:
 * the first after the tag is 1, and so is the first component of an element.
 */
public final class Segment {

    private final SegmentTable table;
    private final int start;
    private final int end;

    Segment(SegmentTable table, int start, int end) {
        this.table = table;
        this.start = start;
        this.end = end;
    }

    /** Three capitals or digits. */
    public String tag() {
        return new String(table.bytes(), start, 3, StandardCharsets.US_ASCII);
    }

    /** The byte of the interchange at which it starts, from 0. */
    public int offset() {
        return start;
    }

    /** Whether it has this tag. */
    public boolean is(String tag) {
        var bytes = table.bytes();
        return tag.length() == 3
                && bytes[start] == tag.charAt(0)
                && bytes[start + 1] == tag.charAt(1)
                && bytes[start + 2] == tag.charAt(2);
    }

    /** Whether it has this tag and this text as the first component of its first element. */
    public boolean is(String tag, String qualifier) {
        return is(tag) && text(1, 1).equals(qualifier);
    }

    /** How many elements are written, empty ones between others included. */
    public int elements() {
        int count = 0;
        for (int at = start + 3; at < end; at = after(at + 1, table.delimiters().element())) {
            count++;
        }
        return count;
    }

    /** A component's text without release characters; empty where there is none. */
    public String text(int element, int component) {
        int from = startOf(element);
        if (from > end) {
            return "";
        }
        int to = after(from, table.delimiters().element());
        for (int n = 1; n < component; n++) {
            from = Math.min(after(from, table.delimiters().component()), to) + 1;
            if (from > to) {
                return "";
            }
        }
        return decode(from, Math.min(after(from, table.delimiters().component()), to));
    }

    /** Every component of an element; one empty text where the element is empty or missing. */
    public List<String> components(int element) {
        int from = startOf(element);
        if (from > end) {
            return List.of("");
        }
        int to = after(from, table.delimiters().element());
        List<String> texts = new ArrayList<>();
        while (from <= to) {
            int next = Math.min(after(from, table.delimiters().component()), to);
            texts.add(decode(from, next));
            from = next + 1;
        }
        return texts;
    }

    /** Where an element's first byte is; beyond the end where the segment is shorter. */
    private int startOf(int element) {
        int at = start + 3;
        for (int n = 1; n < element && at < end; n++) {
            at = after(at + 1, table.delimiters().element());
        }
        return at < end ? at + 1 : end + 1;
    }

    /** The next delimiter from here on that is not released, or the end. */
    private int after(int from, byte delimiter) {
        var bytes = table.bytes();
        int at = from;
        while (at < end && bytes[at] != delimiter) {
            at += table.delimiters().releases(bytes[at]) ? 2 : 1;
        }
        return Math.min(at, end);
    }

    /** Line breaks are in no EDIFACT character set: those inside data come from transport. */
    private String decode(int from, int to) {
        var bytes = table.bytes();
        boolean plain = true;
        for (int at = from; at < to && plain; at++) {
            plain = !table.delimiters().releases(bytes[at]) && bytes[at] >= ' ';
        }
        if (plain || to <= from) {
            return new String(bytes, from, Math.max(0, to - from), table.charset());
        }
        var kept = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            if (table.delimiters().releases(bytes[at]) && at + 1 < to) {
                at++;
            }
            if (bytes[at] != '\r' && bytes[at] != '\n') {
                kept[length++] = bytes[at];
            }
        }
        return new String(kept, 0, length, table.charset());
    }
}
