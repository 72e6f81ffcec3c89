package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.Set;

/**
 * HL7 v2's native paths: {@code PID-3[5=NH].1}, {@code OBX-5}, {@code NK1}, {@code ORDER}, {@code
 * it.4.2}.
 */
final class V2Format implements NativeFormat {

    static final V2Format INSTANCE = new V2Format();

    static final Set<String> GROUPS =
            Set.of(
                    "MESSAGE",
                    "PATIENT",
                    "ORDER",
                    "OBSERVATION",
                    "SPECIMEN",
                    "INSURANCE",
                    "PROCEDURE");

    private V2Format() {}

    @Override
    public String name() {
        return "hl7v2";
    }

    @Override
    public int endOfPath(String text, int from) {
        int at = from;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        var word = text.substring(from, at);
        boolean begins =
                word.equals("it")
                        || GROUPS.contains(word)
                        || (word.length() == 3 && V2PathParser.isSegment(word));
        if (!begins || (at < text.length() && text.charAt(at) == '(')) {
            return from;
        }
        int depth = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '[') {
                depth++;
            } else if (c == ']') {
                depth--;
            } else if (depth == 0 && !isName(c) && c != '-' && c != '.') {
                break;
            }
            at++;
        }
        return at;
    }

    private static boolean isName(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    @Override
    public NativePath path(String text, Position position) {
        return new V2PathParser(text, position).parse();
    }
}
