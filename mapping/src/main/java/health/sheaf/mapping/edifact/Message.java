package health.sheaf.mapping.edifact;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One message of an interchange: what stands between UNH and UNT, both included. */
public final class Message {

    private final SegmentTable table;
    private final int first;
    private final int last;
    private final Segment header;

    Message(SegmentTable table, int first, int last) {
        this.table = table;
        this.first = first;
        this.last = last;
        this.header = table.segment(first);
    }

    /** The control reference, as it is written. */
    public String reference() {
        return header.text(1, 1);
    }

    /** {@code MEDRPT}, {@code FHSREG}, {@code NHSACK}, {@code RECEP}. */
    public String type() {
        return header.text(2, 1);
    }

    /** What the sender and its readers agreed on: {@code NHS003}; empty where nothing stands. */
    public String association() {
        return header.text(2, 5);
    }

    /** How many segments there are. */
    public int size() {
        return last - first + 1;
    }

    /** A segment, from 0 (UNH) to {@link #size()} - 1 (UNT). */
    public Segment segment(int index) {
        return table.segment(first + index);
    }

    /** Where it starts in the interchange: the segment, from 1. */
    public int position() {
        return first + 1;
    }

    /** All its segments. */
    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>(size());
        for (int index = 0; index < size(); index++) {
            segments.add(segment(index));
        }
        return segments;
    }

    /** The first segment with a tag and a qualifier. */
    public Optional<Segment> first(String tag, String qualifier) {
        for (int index = first; index <= last; index++) {
            if (table.tagged(index, tag)) {
                var segment = table.segment(index);
                if (segment.text(1, 1).equals(qualifier)) {
                    return Optional.of(segment);
                }
            }
        }
        return Optional.empty();
    }

    /** Feeds the message's own bytes to a digest. */
    public void digest(MessageDigest digest) {
        int from = table.starts()[first];
        digest.update(table.bytes(), from, table.ends()[last] - from);
    }

    /**
     * Whether the trailer counts the segments that are there. Real senders miscount, and NHS
     * England's own examples do: so it is told and not refused.
     */
    public boolean counted() {
        return table.segment(last).text(1, 1).strip().equals(Integer.toString(size()));
    }
}
