package health.sheaf.mapping.hl7v2;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The character sets of HL7 table 0211, and what to do where MSH-18 names none. */
final class V2Charset {

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("UNICODE UTF-8", "UTF-8"),
                    Map.entry("UNICODE", "UTF-8"),
                    Map.entry("UTF-8", "UTF-8"),
                    Map.entry("UTF8", "UTF-8"),
                    Map.entry("8859/1", "ISO-8859-1"),
                    Map.entry("8859/2", "ISO-8859-2"),
                    Map.entry("8859/3", "ISO-8859-3"),
                    Map.entry("8859/4", "ISO-8859-4"),
                    Map.entry("8859/5", "ISO-8859-5"),
                    Map.entry("8859/6", "ISO-8859-6"),
                    Map.entry("8859/7", "ISO-8859-7"),
                    Map.entry("8859/8", "ISO-8859-8"),
                    Map.entry("8859/9", "ISO-8859-9"),
                    Map.entry("8859/15", "ISO-8859-15"),
                    Map.entry("ISO-8859-1", "ISO-8859-1"),
                    Map.entry("WINDOWS-1252", "windows-1252"),
                    Map.entry("GB 18030-2000", "GB18030"),
                    Map.entry("BIG-5", "Big5"));

    private V2Charset() {}

    /**
     * Decodes one message.
     *
     * @param named the first repeat of MSH-18; blank where there is none
     * @param start of the message in the bytes
     */
    static String decode(byte[] bytes, int start, int end, String named) {
        if (isAscii(bytes, start, end)) {
            return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
        var name = named.strip().toUpperCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("ASCII") || name.equals("NOT SPECIFIED")) {
            // Nobody says: what is UTF-8 hardly ever is anything else, and Windows sends the rest.
            return strict(StandardCharsets.UTF_8, bytes, start, end)
                    .orElseGet(() ->
                            new String(bytes, start, end - start, Charset.forName("windows-1252")));
        }
        var known = NAMES.get(name);
        if (known == null) {
            throw new V2RefusedException(V2Refusal.V2_CHARSET, start);
        }
        return strict(Charset.forName(known), bytes, start, end)
                .orElseThrow(() -> new V2RefusedException(V2Refusal.V2_CHARSET, start));
    }

    private static boolean isAscii(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> strict(Charset charset, byte[] bytes, int start, int end) {
        try {
            return Optional.of(
                    charset.newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .decode(ByteBuffer.wrap(bytes, start, end - start))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
