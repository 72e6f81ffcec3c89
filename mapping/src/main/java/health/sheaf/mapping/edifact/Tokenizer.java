package health.sheaf.mapping.edifact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds where the segments of an interchange are. One pass, no text is made. */
final class Tokenizer {

    private static final int UNA_LENGTH = 9;

    private final byte[] bytes;
    private final EdifactLimits limits;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int count;
    private Delimiters delimiters = Delimiters.USUAL;

    private Tokenizer(byte[] bytes, EdifactLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    static SegmentTable tokenize(byte[] bytes, EdifactLimits limits) {
        return new Tokenizer(bytes, limits).run();
    }

    private SegmentTable run() {
        if (bytes.length > limits.bytes()) {
            throw refused(EdifactRefusal.TOO_LARGE, limits.bytes());
        }
        int at = skipBreaks(0);
        if (startsWith(at, "UNA")) {
            int length = lengthOfUna(at);
            delimiters = una(at, length);
            at = skipBreaks(at + length);
        }
        if (!startsWith(at, "UNB") && !startsWith(at, "UNH")) {
            throw refused(EdifactRefusal.NOT_EDIFACT, at);
        }
        while (at < bytes.length) {
            at = skipBreaks(segment(at));
        }
        return table();
    }

    private SegmentTable table() {
        return new SegmentTable(
                bytes, delimiters, StandardCharsets.ISO_8859_1, starts, ends, count);
    }

    /** Some senders leave out the blank that is reserved in UNA's last place but one. */
    private int lengthOfUna(int at) {
        boolean shortened = startsWith(at + UNA_LENGTH - 1, "UNB");
        return shortened ? UNA_LENGTH - 1 : UNA_LENGTH;
    }

    private Delimiters una(int at, int length) {
        if (at + length > bytes.length) {
            throw refused(EdifactRefusal.TRUNCATED, bytes.length);
        }
        var found =
                new Delimiters(bytes[at + 3], bytes[at + 4], bytes[at + 6], bytes[at + length - 1]);
        if (!found.usable()) {
            throw refused(EdifactRefusal.UNA_MALFORMED, at);
        }
        return found;
    }

    /** Takes one segment in; gives the place after its terminator. */
    private int segment(int start) {
        int at = start;
        while (at < bytes.length && bytes[at] != delimiters.terminator()) {
            at += delimiters.releases(bytes[at]) ? 2 : 1;
            if (at - start > limits.segmentBytes()) {
                throw refused(EdifactRefusal.SEGMENT_TOO_LONG, start);
            }
        }
        if (at > bytes.length) {
            throw refused(EdifactRefusal.TRUNCATED, bytes.length);
        }
        int end = at;
        if (at == bytes.length) {
            end = unterminated(start);
        }
        if (!tagged(start, end)) {
            throw refused(EdifactRefusal.SEGMENT_MALFORMED, start);
        }
        add(start, end);
        return at + 1;
    }

    /** Only a trailer may lack its terminator: any other segment may have lost more than that. */
    private int unterminated(int start) {
        if (!startsWith(start, "UNT") && !startsWith(start, "UNZ")) {
            throw refused(EdifactRefusal.TRUNCATED, bytes.length);
        }
        int end = bytes.length;
        while (isBreak(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private boolean tagged(int start, int end) {
        if (end - start < 3) {
            return false;
        }
        for (int at = start; at < start + 3; at++) {
            boolean capital = bytes[at] >= 'A' && bytes[at] <= 'Z';
            boolean digit = bytes[at] >= '0' && bytes[at] <= '9';
            if (!capital && !digit) {
                return false;
            }
        }
        return end == start + 3 || bytes[start + 3] == delimiters.element();
    }

    private void add(int start, int end) {
        if (count == limits.segments()) {
            throw refused(EdifactRefusal.TOO_MANY_SEGMENTS, start);
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    private int skipBreaks(int from) {
        int at = from;
        while (at < bytes.length && isBreak(bytes[at])) {
            at++;
        }
        return at;
    }

    private static boolean isBreak(byte at) {
        return at == '\n' || at == '\r' || at == ' ' || at == '\t';
    }

    private boolean startsWith(int at, String word) {
        for (int n = 0; n < word.length(); n++) {
            if (at + n >= bytes.length || bytes[at + n] != word.charAt(n)) {
                return false;
            }
        }
        return true;
    }

    private EdifactRefusedException refused(EdifactRefusal why, int offset) {
        return new EdifactRefusedException(why, offset, count + 1, header());
    }

    /** What is cut short can still be answered, where its header came whole. */
    private @Nullable Envelope header() {
        if (count == 0 || !table().tagged(0, "UNB")) {
            return null;
        }
        var header = Envelope.of(table().segment(0));
        return header.complete() ? header : null;
    }
}
