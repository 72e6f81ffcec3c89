package health.sheaf.transport;

import health.sheaf.spi.InvalidValueException;
import java.nio.charset.StandardCharsets;

/**
 * Percent-encoding, so that an id or a search value can never change the path, the query or the
 * host of the address it is put into. Everything but the unreserved characters of RFC 3986 is
 * encoded.
 */
public final class UrlText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UrlText() {}

    /** One value of a query or of a form. */
    public static String value(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX[(octet >> 4) & 0xF]).append(HEX[octet & 0xF]);
            }
        }
        return out.toString();
    }

    /**
     * One segment of a path.
     *
     * @throws InvalidValueException where the text is empty or made of dots, for a server would
     *     take it for another place
     */
    public static String segment(String text) {
        if (text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw new InvalidValueException("not a segment of a path: it would lead elsewhere");
        }
        return value(text);
    }

    private static boolean isUnreserved(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
