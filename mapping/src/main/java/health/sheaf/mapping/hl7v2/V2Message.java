package health.sheaf.mapping.hl7v2;

import java.util.ArrayList;
import java.util.List;

/**
 * One message, read in place: its text once, and where its segments stand. For one thread.
 *
 * @see V2File#read
 */
public final class V2Message {

    private final String text;
    private final Separators separators;
    private final V2Limits limits;
    private final int offset;
    private final List<V2Segment> segments = new ArrayList<>();

    V2Message(String text, Separators separators, V2Limits limits, int offset) {
        this.text = text;
        this.separators = separators;
        this.limits = limits;
        this.offset = offset;
    }

    void segment(int start, int end) {
        if (segments.size() == limits.maxSegments()) {
            throw new V2RefusedException(V2Refusal.V2_TOO_MANY_SEGMENTS, offset);
        }
        segments.add(new V2Segment(this, start, end));
    }

    String text() {
        return text;
    }

    Separators separators() {
        return separators;
    }

    V2Limits limits() {
        return limits;
    }

    /** All of it, as it was sent. */
    public String wire() {
        return text;
    }

    /** Where its first byte stood in what was read. */
    public int offset() {
        return offset;
    }

    /** All segments as they stand, MSH first. */
    public List<V2Segment> segments() {
        return segments;
    }

    /** MSH. */
    public V2Segment header() {
        return segments.getFirst();
    }

    /** Its number of characters. */
    public int length() {
        return text.length();
    }
}
