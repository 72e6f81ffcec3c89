package health.sheaf.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * Squeezes the ids that sources use into 20 bytes, and back to exactly the same text. One leading
 * byte says how: the ids of nearly all systems are short texts, UUIDs, hexadecimal numbers or texts
 * of the 64 signs that FHIR allows.
 */
final class PackedNativeId {

    /** The leading byte and the packed id, at most. */
    static final int MAX = 21;

    private static final int ROOM = MAX - 1;
    private static final byte TEXT = 1;
    private static final byte UUID_BYTES = 2;
    private static final byte HEX = 3;
    // The number of signs is added to it, for six bits a sign do not tell 23 signs from 24.
    private static final int FHIR_SIGNS = 64;
    private static final String SIGNS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
    private static final int MAX_FHIR_SIGNS = ROOM * 8 / 6;

    private PackedNativeId() {}

    /**
     * Writes the packed id at an offset.
     *
     * @return how many bytes were written; empty where the id does not fit or would not come back
     *     the same
     */
    static OptionalInt pack(String id, byte[] out, int at) {
        if (isLowerCaseUuid(id)) {
            var uuid = UUID.fromString(id);
            out[at] = UUID_BYTES;
            putLong(out, at + 1, uuid.getMostSignificantBits());
            putLong(out, at + 9, uuid.getLeastSignificantBits());
            return OptionalInt.of(17);
        }
        if (id.length() <= ROOM) {
            var bytes = id.getBytes(StandardCharsets.UTF_8);
            // Half a surrogate pair becomes a question mark, and would come back as one.
            if (bytes.length <= ROOM
                    && (isAscii(id) || new String(bytes, StandardCharsets.UTF_8).equals(id))) {
                return put(out, at, TEXT, bytes);
            }
            return OptionalInt.empty();
        }
        if (id.length() <= 2 * ROOM && id.length() % 2 == 0 && isLowerCaseHex(id)) {
            return put(out, at, HEX, HexFormat.of().parseHex(id));
        }
        if (id.length() <= MAX_FHIR_SIGNS && id.chars().allMatch(c -> SIGNS.indexOf(c) >= 0)) {
            return put(out, at, (byte) (FHIR_SIGNS + id.length()), packSigns(id));
        }
        return OptionalInt.empty();
    }

    /** The id that {@link #pack} wrote there. */
    static String unpack(byte[] packed, int at, int length) {
        byte mode = packed[at];
        int from = at + 1;
        if (mode == TEXT) {
            return new String(packed, from, length - 1, StandardCharsets.UTF_8);
        }
        if (mode == UUID_BYTES) {
            return new UUID(getLong(packed, from), getLong(packed, from + 8)).toString();
        }
        if (mode == HEX) {
            return HexFormat.of().formatHex(packed, from, at + length);
        }
        return unpackSigns(packed, from, mode - FHIR_SIGNS);
    }

    private static OptionalInt put(byte[] out, int at, byte mode, byte[] bytes) {
        out[at] = mode;
        System.arraycopy(bytes, 0, out, at + 1, bytes.length);
        return OptionalInt.of(1 + bytes.length);
    }

    private static boolean isLowerCaseUuid(String id) {
        if (id.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            boolean hyphenHere = i == 8 || i == 13 || i == 18 || i == 23;
            char c = id.charAt(i);
            if (hyphenHere ? c != '-' : !isLowerCaseHex(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowerCaseHex(String id) {
        return id.chars().allMatch(c -> isLowerCaseHex((char) c));
    }

    private static boolean isLowerCaseHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static boolean isAscii(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static byte[] packSigns(String id) {
        var bytes = new byte[(id.length() * 6 + 7) / 8];
        for (int i = 0; i < id.length(); i++) {
            int value = SIGNS.indexOf(id.charAt(i));
            for (int bit = 0; bit < 6; bit++) {
                int place = i * 6 + bit;
                bytes[place / 8] |= (byte) (((value >> (5 - bit)) & 1) << (7 - place % 8));
            }
        }
        return bytes;
    }

    private static String unpackSigns(byte[] packed, int from, int count) {
        var id = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            int value = 0;
            for (int bit = 0; bit < 6; bit++) {
                int place = i * 6 + bit;
                value = (value << 1) | ((packed[from + place / 8] >> (7 - place % 8)) & 1);
            }
            id.append(SIGNS.charAt(value));
        }
        return id.toString();
    }

    private static void putLong(byte[] out, int at, long value) {
        for (int i = 0; i < 8; i++) {
            out[at + i] = (byte) (value >>> (56 - 8 * i));
        }
    }

    private static long getLong(byte[] in, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 8) | (in[at + i] & 0xff);
        }
        return value;
    }
}
