package health.sheaf.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Looks for what must not rest anywhere. */
final class Grep {

    private Grep() {}

    /** The value in the encodings that a careless store would use. */
    static List<byte[]> encodings(String value) {
        var utf8 = value.getBytes(StandardCharsets.UTF_8);
        return List.of(
                utf8,
                value.getBytes(StandardCharsets.UTF_16LE),
                value.getBytes(StandardCharsets.UTF_16BE),
                HexFormat.of().formatHex(utf8).getBytes(StandardCharsets.US_ASCII),
                Base64.getEncoder().withoutPadding().encode(utf8));
    }

    /** The hashes without a key that a careless store would look values up by. */
    static List<byte[]> unkeyedHashes(String value) throws GeneralSecurityException {
        var hashes = new ArrayList<byte[]>();
        for (var algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512", "SHA3-256")) {
            var hash =
                    MessageDigest.getInstance(algorithm)
                            .digest(value.getBytes(StandardCharsets.UTF_8));
            var hex = HexFormat.of().formatHex(hash);
            hashes.add(hash);
            hashes.add(hex.getBytes(StandardCharsets.US_ASCII));
            hashes.add(hex.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            hashes.add(Base64.getEncoder().withoutPadding().encode(hash));
        }
        return hashes;
    }

    static boolean found(List<byte[]> haystacks, byte[] needle) {
        var text = new String(needle, StandardCharsets.ISO_8859_1);
        return haystacks.stream()
                .anyMatch(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains(text));
    }
}
