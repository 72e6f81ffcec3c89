package health.sheaf.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Base32 of RFC 4648 in lower case and without padding: its 32 signs are all legal in a FHIR id and
 * survive systems that ignore case. Exactly one text stands for each array of bytes; every other
 * text is refused.
 */
final class Base32 {

    private static final byte[] SIGNS =
            "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = values();

    private Base32() {}

    private static byte[] values() {
        var values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < SIGNS.length; i++) {
            values[SIGNS[i]] = (byte) i;
        }
        return values;
    }

    static String encode(byte[] bytes, int length) {
        var text = new byte[(length * 8 + 4) / 5];
        int at = 0;
        int bits = 0;
        int held = 0;
        for (int i = 0; i < length; i++) {
            held = (held << 8) | (bytes[i] & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text[at++] = SIGNS[(held >>> bits) & 31];
            }
        }
        if (bits > 0) {
            text[at] = SIGNS[(held << (5 - bits)) & 31];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Empty where the text is not exactly what {@link #encode} makes of some bytes. */
    static Optional<byte[]> decode(String text) {
        var bytes = new byte[text.length() * 5 / 8];
        int at = 0;
        int bits = 0;
        int held = 0;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            int value = sign < VALUES.length ? VALUES[sign] : -1;
            if (value < 0) {
                return Optional.empty();
            }
            held = (held << 5) | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[at++] = (byte) (held >>> bits);
            }
        }
        // A sign too many, or bits that stand for nothing: a second text for the same bytes.
        boolean canonical = bits < 5 && (held & ((1 << bits) - 1)) == 0;
        return canonical ? Optional.of(bytes) : Optional.empty();
    }
}
