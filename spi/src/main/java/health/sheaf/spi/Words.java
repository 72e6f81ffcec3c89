package health.sheaf.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The short texts that one JSON text says again and again (resource types, references, code
 * systems), each decoded once. One place for each hash, so that no choice of texts makes it large
 * or slow. Threads may share it: what they find is immutable, and compared byte for byte.
 */
final class Words {

    /** A power of two. */
    private static final int PLACES = 256;

    private static final int LONGEST = 120;

    private record Word(int from, int to, String text) {}

    private final byte[] json;
    private final @Nullable Word[] words = new Word[PLACES];

    Words(byte[] json) {
        this.json = json;
    }

    /** The unescaped text between two places of a string that was checked before. */
    String text(int from, int to) {
        if (to - from > LONGEST || to + Long.BYTES > json.length) {
            return JsonText.decode(json, from, to);
        }
        int place = place(from, to);
        var known = words[place];
        if (known != null && Arrays.equals(json, from, to, json, known.from, known.to)) {
            return known.text;
        }
        var text = JsonText.decode(json, from, to);
        words[place] = new Word(from, to, text);
        return text;
    }

    private int place(int from, int to) {
        int length = to - from;
        long hash = length;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ JsonText.word(json, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        if (at < to) {
            long rest = JsonText.word(json, at) & ((1L << ((to - at) * Byte.SIZE)) - 1);
            hash = (hash ^ rest) * 0x9E3779B97F4A7C15L;
        }
        return (int) (hash >>> 56) & (PLACES - 1);
    }
}
