package health.sheaf.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of a row as a FHIR id, reversibly: letters, digits and {@code -} stand for themselves,
 * every other byte of the UTF-8 is {@code .XX}, and the parts of a composite key are joined by
 * {@code ..}, which no escape can contain.
 */
public final class NativeId {

    /** FHIR's limit on the length of an id. */
    public static final int MAX_LENGTH = 64;

    private static final Pattern SHAPE =
            Pattern.compile("([A-Za-z0-9-]|\\.[0-9A-F]{2}|\\.\\.)+", Pattern.DOTALL);
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NativeId() {}

    /** The id of a key; it may come out longer than {@link #MAX_LENGTH}. */
    public static String encode(List<String> key) {
        var id = new StringBuilder();
        for (int i = 0; i < key.size(); i++) {
            if (i > 0) {
                id.append("..");
            }
            for (byte b : key.get(i).getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xFF);
                if (isPlain(c)) {
                    id.append(c);
                } else {
                    id.append('.').append(HEX.toHexDigits(b));
                }
            }
        }
        return id.toString();
    }

    /** The parts of the key behind an id; empty where it is none that {@link #encode} made. */
    public static Optional<List<String>> decode(String id) {
        if (id.length() > 10 * MAX_LENGTH || !SHAPE.matcher(id).matches()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        var bytes = new ByteArrayOutputStream();
        for (int at = 0; at < id.length(); at++) {
            char c = id.charAt(at);
            if (c != '.') {
                bytes.write(c);
            } else if (id.charAt(at + 1) == '.') {
                parts.add(bytes.toString(StandardCharsets.UTF_8));
                bytes.reset();
                at++;
            } else {
                bytes.write(HexFormat.fromHexDigits(id, at + 1, at + 3));
                at += 2;
            }
        }
        parts.add(bytes.toString(StandardCharsets.UTF_8));
        return encode(parts).equals(id) ? Optional.of(List.copyOf(parts)) : Optional.empty();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-';
    }
}
