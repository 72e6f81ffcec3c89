package health.sheaf.mapping.hl7v2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads files and frames: one message or many, with or without batch headers (FHS, BHS), segments
 * ended by CR, LF or both. A line that does not begin like a segment belongs to the text before it:
 * senders forget to escape line ends, and what they wrote must not be lost.
 */
public final class V2File {

    private static final int VERTICAL_TAB = 0x0B;
    private static final int FILE_SEPARATOR = 0x1C;

    private V2File() {}

    /**
     * Finds the messages.
     *
     * @return at least one
     * @throws V2RefusedException where it cannot be read, with a code and the byte
     */
    public static List<V2Message> read(byte[] bytes, V2Limits limits) {
        if (bytes.length > limits.maxBytes()) {
            throw new V2RefusedException(V2Refusal.V2_TOO_LARGE, limits.maxBytes());
        }
        var starts = starts(bytes, limits);
        List<V2Message> messages = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            messages.add(message(bytes, starts.get(i), starts.get(i + 1), limits));
        }
        return List.copyOf(messages);
    }

    /** Where each MSH stands, and the end of the last message. */
    private static List<Integer> starts(byte[] bytes, V2Limits limits) {
        int at = first(bytes);
        if (at == bytes.length) {
            throw new V2RefusedException(V2Refusal.V2_EMPTY, at);
        }
        if (!is(bytes, at, "MSH") && !is(bytes, at, "FHS") && !is(bytes, at, "BHS")) {
            throw new V2RefusedException(V2Refusal.V2_NO_HEADER, at);
        }
        List<Integer> starts = new ArrayList<>();
        boolean line = true;
        for (int i = at; i < bytes.length; i++) {
            if (line && is(bytes, i, "MSH")) {
                if (starts.size() == limits.maxMessages()) {
                    throw new V2RefusedException(V2Refusal.V2_TOO_MANY_MESSAGES, i);
                }
                starts.add(i);
            }
            line = bytes[i] == '\r' || bytes[i] == '\n' || bytes[i] == VERTICAL_TAB;
        }
        if (starts.isEmpty()) {
            throw new V2RefusedException(V2Refusal.V2_EMPTY, bytes.length);
        }
        starts.add(bytes.length);
        return starts;
    }

    /** The first byte that is neither blank, nor a mark of byte order, nor MLLP's start. */
    private static int first(byte[] bytes) {
        int at = 0;
        if (bytes.length >= 3
                && (bytes[0] & 0xFF) == 0xEF
                && (bytes[1] & 0xFF) == 0xBB
                && (bytes[2] & 0xFF) == 0xBF) {
            at = 3;
        }
        while (at < bytes.length && bytes[at] >= 0 && bytes[at] <= ' ') {
            at++;
        }
        return at;
    }

    private static boolean is(byte[] bytes, int at, String name) {
        return at + 3 < bytes.length
                && bytes[at] == name.charAt(0)
                && bytes[at + 1] == name.charAt(1)
                && bytes[at + 2] == name.charAt(2)
                && !Character.isLetterOrDigit(bytes[at + 3] & 0xFF);
    }

    private static V2Message message(byte[] bytes, int start, int end, V2Limits limits) {
        var header =
                new String(
                        bytes,
                        start,
                        lineEnd(bytes, start, end) - start,
                        StandardCharsets.ISO_8859_1);
        var separators = Separators.read(header, 0, header.length(), start);
        var probe = new V2Message(header, separators, limits, start);
        probe.segment(0, header.length());
        var charset = probe.header().field(18).component(1).text();
        var text = V2Charset.decode(bytes, start, end, charset);
        var message = new V2Message(text, separators, limits, start);
        segments(message, text);
        return message;
    }

    private static int lineEnd(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static void segments(V2Message message, String text) {
        int open = -1;
        int last = 0;
        int at = 0;
        boolean closed = false;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && !isLineEnd(text.charAt(end))) {
                end++;
            }
            int from = at;
            while (from < end && text.charAt(from) <= ' ') {
                from++;
            }
            if (isSegment(text, from, end, message.separators().field())) {
                if (open >= 0 && !closed) {
                    message.segment(open, last);
                }
                // Trailers and headers of batches are of no message.
                closed = isBatch(text, from);
                open = from;
                last = end;
            } else if (from < end && text.charAt(from) != FILE_SEPARATOR) {
                last = end;
            }
            at = end + 1;
        }
        if (open >= 0 && !closed) {
            message.segment(open, last);
        }
    }

    private static boolean isLineEnd(char c) {
        return c == '\r' || c == '\n' || c == FILE_SEPARATOR;
    }

    private static boolean isBatch(String text, int at) {
        return text.startsWith("FHS", at)
                || text.startsWith("BHS", at)
                || text.startsWith("BTS", at)
                || text.startsWith("FTS", at);
    }

    private static boolean isSegment(String text, int from, int end, char separator) {
        return end - from >= 3
                && isCapital(text.charAt(from))
                && isCapitalOrDigit(text.charAt(from + 1))
                && isCapitalOrDigit(text.charAt(from + 2))
                && (end - from == 3 || text.charAt(from + 3) == separator);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isCapitalOrDigit(char c) {
        return isCapital(c) || (c >= '0' && c <= '9');
    }
}
