package health.sheaf.mapping.edifact;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The character sets of ISO 9735. All of them have ASCII's delimiters in ASCII's places. */
final class CharacterSets {

    private static final Map<String, Charset> KNOWN =
            Map.ofEntries(
                    Map.entry("UNOA", StandardCharsets.US_ASCII),
                    Map.entry("UNOB", StandardCharsets.US_ASCII),
                    Map.entry("UNOC", StandardCharsets.ISO_8859_1),
                    Map.entry("UNOD", Charset.forName("ISO-8859-2")),
                    Map.entry("UNOE", Charset.forName("ISO-8859-5")),
                    Map.entry("UNOF", Charset.forName("ISO-8859-7")),
                    Map.entry("UNOW", StandardCharsets.UTF_8));

    private CharacterSets() {}

    static Optional<Charset> of(String syntax) {
        return Optional.ofNullable(KNOWN.get(syntax));
    }

    /** The first byte that is none of the set's characters, or -1. */
    static int firstBad(byte[] bytes, Charset charset) {
        for (int at = 0; at < bytes.length; at++) {
            boolean control = (bytes[at] >= 0 && bytes[at] < ' ') || bytes[at] == 0x7F;
            if (control && bytes[at] != '\r' && bytes[at] != '\n' && bytes[at] != '\t') {
                return at;
            }
            if (bytes[at] < 0 && charset.equals(StandardCharsets.US_ASCII)) {
                return at;
            }
        }
        var decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        if (charset.equals(StandardCharsets.ISO_8859_1)
                || charset.equals(StandardCharsets.US_ASCII)) {
            return -1;
        }
        try {
            decoder.decode(in);
            return -1;
        } catch (CharacterCodingException bad) {
            return in.position();
        }
    }
}
