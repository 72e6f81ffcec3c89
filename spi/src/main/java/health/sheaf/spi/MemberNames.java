package health.sheaf.spi;

import java.util.Arrays;

/**
 * Finds names that occur twice in one object, however they are escaped. Small objects, which is
 * nearly all of FHIR, cost one multiplication a name: 64 bits remember which hashes were seen, and
 * only a repeated one is compared. Large objects are sorted at their end instead, so that no choice
 * of names makes it slow.
 */
final class MemberNames {

    private static final int SMALL = 32;

    private final byte[] json;
    private final long[] seen;
    private final int[] count;

    MemberNames(byte[] json, int maxDepth) {
        this.json = json;
        this.seen = new long[maxDepth + 1];
        this.count = new int[maxDepth + 1];
    }

    /** An object begins. */
    void open(int depth) {
        seen[depth] = 0;
        count[depth] = 0;
    }

    /**
     * A name was read.
     *
     * @param from behind its opening quote
     * @param to its closing quote
     * @param escaped whether it holds escapes
     * @param cells the tape so far
     * @param first the first member of the object
     * @param top behind its last member so far
     */
    void add(int depth, int from, int to, boolean escaped, int[] cells, int first, int top) {
        int members = ++count[depth];
        long bit = bit(from, to);
        if (members <= SMALL && (escaped || (seen[depth] & bit) != 0)) {
            compare(from, to, escaped, cells, first, top);
        }
        // The hash is of the name as it is written: after an escaped one it says nothing any more.
        seen[depth] |= escaped ? -1L : bit;
    }

    private long bit(int from, int to) {
        int length = to - from;
        long hash;
        if (length >= Long.BYTES) {
            hash =
                    JsonText.word(json, from)
                            ^ (JsonText.word(json, to - Long.BYTES) * 0x9E3779B97F4A7C15L);
        } else if (from + Long.BYTES <= json.length) {
            hash = JsonText.word(json, from) & ((1L << (length * Byte.SIZE)) - 1);
        } else {
            hash = 0;
            for (int i = to - 1; i >= from; i--) {
                hash = (hash << Byte.SIZE) | (json[i] & 0xFF);
            }
        }
        return 1L << (((hash + length) * 0xBF58476D1CE4E5B9L) >>> 58);
    }

    private void compare(int from, int to, boolean escaped, int[] cells, int first, int top) {
        for (int member = first; member < top; member = cells[member + Tape.NEXT]) {
            if (isSame(from, to, escaped, cells[member + Tape.NAME])) {
                throw new JsonRefusedException(JsonRefusal.DUPLICATE_NAME, from - 1);
            }
        }
    }

    private boolean isSame(int from, int to, boolean escaped, int other) {
        if (escaped || other < 0) {
            return Arrays.equals(JsonText.unescaped(json, from, to), nameAt(Math.abs(other)));
        }
        int length = to - from;
        return json[other] == json[from]
                && json[other + length] == '"'
                && Arrays.equals(json, from, to, json, other, other + length);
    }

    /** An object ends. */
    void close(int depth, int[] cells, int first, int top) {
        if (count[depth] <= SMALL) {
            return;
        }
        var names = new Name[count[depth]];
        int next = 0;
        for (int member = first; member < top; member = cells[member + Tape.NEXT]) {
            int from = Math.abs(cells[member + Tape.NAME]);
            names[next++] = new Name(nameAt(from), from);
        }
        Arrays.sort(names);
        for (int i = 1; i < names.length; i++) {
            if (names[i].compareTo(names[i - 1]) == 0) {
                throw new JsonRefusedException(
                        JsonRefusal.DUPLICATE_NAME, Math.max(names[i].at, names[i - 1].at) - 1);
            }
        }
    }

    private byte[] nameAt(int from) {
        return JsonText.unescaped(json, from, JsonText.close(json, from));
    }

    private static final class Name implements Comparable<Name> {

        private final byte[] bytes;
        private final int at;

        Name(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        @Override
        public int compareTo(Name other) {
            return Arrays.compare(bytes, other.bytes);
        }
    }
}
