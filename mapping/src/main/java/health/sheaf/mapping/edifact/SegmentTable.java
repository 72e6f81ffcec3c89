package health.sheaf.mapping.edifact;

import java.nio.charset.Charset;

/**
 * An interchange's own bytes, and where each segment of it starts and ends (before its terminator).
 * Nothing is copied until somebody asks for a text.
 */
@SuppressWarnings("ArrayRecordComponent") // one per interchange, never compared
record SegmentTable(
        byte[] bytes, Delimiters delimiters, Charset charset, int[] starts, int[] ends, int count) {

    Segment segment(int index) {
        return new Segment(this, starts[index], ends[index]);
    }

    SegmentTable in(Charset other) {
        return new SegmentTable(bytes, delimiters, other, starts, ends, count);
    }

    boolean tagged(int index, String tag) {
        int start = starts[index];
        return ends[index] - start >= 3
                && bytes[start] == tag.charAt(0)
                && bytes[start + 1] == tag.charAt(1)
                && bytes[start + 2] == tag.charAt(2);
    }
}
