package health.sheaf.spi;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stretch of bytes with some of it replaced, written without building the whole. */
final class Splices {

    /** A part that is replaced. */
    static final class Edit {

        private final int from;
        private final int to;
        private final byte[] bytes;

        /**
         * @param from where the replaced part begins
         * @param to where it ends (exclusive); the same as {@code from} where something is inserted
         * @param bytes what stands there instead
         */
        Edit(int from, int to, byte[] bytes) {
            this.from = from;
            this.to = to;
            this.bytes = bytes;
        }
    }

    private final byte[] json;
    private final int from;
    private final int to;
    private final List<Edit> edits;

    private Splices(byte[] json, int from, int to, List<Edit> edits) {
        this.json = json;
        this.from = from;
        this.to = to;
        this.edits = edits;
    }

    /** The stretch as it is. */
    static Splices none(byte[] json, int from, int to) {
        return new Splices(json, from, to, List.of());
    }

    /**
     * The stretch with edits in any order, not overlapping; those at one place keep theirs. The
     * list is kept.
     */
    static Splices of(byte[] json, int from, int to, List<Edit> edits) {
        if (areInOrder(edits)) {
            return new Splices(json, from, to, edits);
        }
        var sorted = new ArrayList<>(edits);
        sorted.sort(Comparator.comparingInt(edit -> edit.from));
        return new Splices(json, from, to, sorted);
    }

    private static boolean areInOrder(List<Edit> edits) {
        for (int i = 1; i < edits.size(); i++) {
            if (edits.get(i).from < edits.get(i - 1).from) {
                return false;
            }
        }
        return true;
    }

    boolean isEmpty() {
        return edits.isEmpty();
    }

    /** What stands instead of the part that begins at a place; null where that was not replaced. */
    byte @Nullable [] insteadOf(int place) {
        int low = 0;
        int high = edits.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (edits.get(middle).to <= place) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < edits.size() && edits.get(low).from == place ? edits.get(low).bytes : null;
    }

    /** A stretch inside this one with the edits that lie in it. */
    Splices within(int first, int last) {
        var inside = edits.stream().filter(edit -> edit.from >= first && edit.to <= last).toList();
        return new Splices(json, first, last, inside);
    }

    int length() {
        int length = to - from;
        for (var edit : edits) {
            length += edit.bytes.length - (edit.to - edit.from);
        }
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        int at = from;
        for (var edit : edits) {
            out.write(json, at, edit.from - at);
            out.write(edit.bytes);
            at = edit.to;
        }
        out.write(json, at, to - at);
    }

    void update(MessageDigest digest) {
        int at = from;
        for (var edit : edits) {
            digest.update(json, at, edit.from - at);
            digest.update(edit.bytes);
            at = edit.to;
        }
        digest.update(json, at, to - at);
    }

    byte[] toBytes() {
        byte[] bytes = new byte[length()];
        int source = from;
        int target = 0;
        for (var edit : edits) {
            int kept = edit.from - source;
            System.arraycopy(json, source, bytes, target, kept);
            System.arraycopy(edit.bytes, 0, bytes, target + kept, edit.bytes.length);
            target += kept + edit.bytes.length;
            source = edit.to;
        }
        System.arraycopy(json, source, bytes, target, to - source);
        return bytes;
    }
}
