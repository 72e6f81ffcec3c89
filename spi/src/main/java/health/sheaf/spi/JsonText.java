package health.sheaf.spi;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The strings of one JSON text: finds where they end, and refuses what is not clean UTF-8. Eight
 * bytes at a time, because most of FHIR is ASCII between quotes.
 */
final class JsonText {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final byte DELETE = 0x7F;
    private static final long DELETES = DELETE * ONES;
    private static final long SPACES = ' ' * ONES;

    private final byte[] json;
    private final int maxBytes;
    private int lastEscape = -1;

    JsonText(byte[] json, int maxBytes) {
        this.json = json;
        this.maxBytes = maxBytes;
    }

    /** Eight bytes as they stand, the first lowest. */
    static long word(byte[] json, int at) {
        return (long) WORD.get(json, at);
    }

    /** Where the last escape was found; before that, -1. */
    int lastEscape() {
        return lastEscape;
    }

    /**
     * Checks a string.
     *
     * @param from behind the opening quote
     * @return where the closing quote stands
     */
    int end(int from) {
        int at = from;
        int lastWord = json.length - Long.BYTES;
        while (true) {
            if (at <= lastWord) {
                long word = word(json, at);
                // A byte's high bit is set below where it is a control character, a quote, a
                // backslash or not ASCII. A borrow can set bits above the first such byte only.
                long stops =
                        ((word - SPACES)
                                        | ((word ^ QUOTES) - ONES)
                                        | ((word ^ BACKSLASHES) - ONES)
                                        | word)
                                & HIGH;
                if (stops == 0) {
                    at += Long.BYTES;
                    continue;
                }
                at += Long.numberOfTrailingZeros(stops) >>> 3;
            }
            if (at >= json.length) {
                throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
            }
            if (json[at] == '"') {
                break;
            }
            at = special(at);
        }
        if (at - from > maxBytes) {
            throw new JsonRefusedException(JsonRefusal.STRING_TOO_LONG, from);
        }
        return at;
    }

    private int special(int at) {
        byte b = json[at];
        if (b == '\\') {
            lastEscape = at;
            return escape(at);
        }
        if (b < 0) {
            return Utf8.next(json, at);
        }
        if (b < ' ') {
            throw new JsonRefusedException(JsonRefusal.CONTROL_CHARACTER, at);
        }
        return at + 1;
    }

    private int escape(int at) {
        if (at + 1 >= json.length) {
            throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
        }
        return switch (json[at + 1]) {
            case '"', '\\', '/', 'n', 'r', 't' -> at + 2;
            case 'b', 'f' -> throw new JsonRefusedException(JsonRefusal.CONTROL_CHARACTER, at);
            case 'u' -> unicode(at);
            default -> throw new JsonRefusedException(JsonRefusal.ESCAPE_MALFORMED, at);
        };
    }

    private int unicode(int at) {
        int unit = hex(at + 2);
        if (unit < ' ' && unit != '\t' && unit != '\n' && unit != '\r') {
            throw new JsonRefusedException(JsonRefusal.CONTROL_CHARACTER, at);
        }
        if (!Character.isSurrogate((char) unit)) {
            return at + 6;
        }
        if (at + 6 >= json.length) {
            throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
        }
        if (Character.isLowSurrogate((char) unit) || json[at + 6] != '\\') {
            throw new JsonRefusedException(JsonRefusal.LONE_SURROGATE, at);
        }
        if (at + 7 >= json.length) {
            throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
        }
        if (json[at + 7] != 'u' || !Character.isLowSurrogate((char) hex(at + 8))) {
            throw new JsonRefusedException(JsonRefusal.LONE_SURROGATE, at);
        }
        return at + 12;
    }

    private int hex(int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            if (i >= json.length) {
                throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
            }
            int digit = Character.digit((char) (json[i] & 0xFF), 16);
            if (digit < 0) {
                throw new JsonRefusedException(JsonRefusal.ESCAPE_MALFORMED, i);
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    /**
     * Where a string that was checked before has its closing quote.
     *
     * @param from behind the opening quote
     */
    static int close(byte[] json, int from) {
        int at = from;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    /** The text between two places of a string that was checked before. */
    static String decode(byte[] json, int from, int to) {
        int escape = indexOfEscape(json, from, to);
        return escape == to
                ? new String(json, from, to - from, StandardCharsets.UTF_8)
                : new String(unescaped(json, from, to), StandardCharsets.UTF_8);
    }

    /** The bytes of a name or text once its escapes are undone: equal texts, equal bytes. */
    static byte[] unescaped(byte[] json, int from, int to) {
        int first = indexOfEscape(json, from, to);
        if (first == to) {
            return Arrays.copyOfRange(json, from, to);
        }
        var out = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            int escape = indexOfEscape(json, at, to);
            out.write(json, at, escape - at);
            if (escape == to) {
                break;
            }
            at = unescape(json, escape, out);
        }
        return out.toByteArray();
    }

    private static int unescape(byte[] json, int at, ByteArrayOutputStream out) {
        byte kind = json[at + 1];
        if (kind != 'u') {
            out.write(
                    switch (kind) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> kind;
                    });
            return at + 2;
        }
        int codePoint = unit(json, at + 2);
        int next = at + 6;
        if (Character.isHighSurrogate((char) codePoint)) {
            codePoint = Character.toCodePoint((char) codePoint, (char) unit(json, at + 8));
            next = at + 12;
        }
        out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        return next;
    }

    private static int unit(byte[] json, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            unit = (unit << 4) | Character.digit((char) json[i], 16);
        }
        return unit;
    }

    private static int indexOfEscape(byte[] json, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long escapes = word(json, at) ^ BACKSLASHES;
            if (((escapes - ONES) & ~escapes & HIGH) != 0) {
                break;
            }
            at += Long.BYTES;
        }
        while (at < to && json[at] != '\\') {
            at++;
        }
        return at;
    }

    /** Whether a string holds nothing but visible ASCII and blanks, and no escape. */
    static boolean isPlain(byte[] json, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long word = word(json, at);
            if (((((word ^ BACKSLASHES) - ONES) | ((word ^ DELETES) - ONES) | word) & HIGH) != 0) {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < to) {
            if (json[at] == '\\' || json[at] == DELETE || json[at] < 0) {
                return false;
            }
            at++;
        }
        return true;
    }

    /**
     * A text as JSON writes it, quotes included.
     *
     * @throws InvalidValueException where it holds what our own door would refuse
     */
    static byte[] encode(String text) {
        byte[] bytes = new byte[text.length() + 2];
        bytes[0] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return encodeUnusual(text);
            }
            bytes[i + 1] = (byte) c;
        }
        bytes[bytes.length - 1] = '"';
        return bytes;
    }

    private static byte[] encodeUnusual(String text) {
        var out = new StringBuilder(text.length() + 8).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        if (text.codePoints().anyMatch(JsonText::isRefused)) {
            throw new InvalidValueException(
                    "a text holds a control character or half of a surrogate pair");
        }
        return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isRefused(int codePoint) {
        boolean control =
                codePoint < ' ' && codePoint != '\t' && codePoint != '\n' && codePoint != '\r';
        return control || (codePoint >= 0xD800 && codePoint <= 0xDFFF);
    }
}
