package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code path := start test* ('-' field test* ('.' part test*)*)?} with {@code start :=
 * segment | group | 'it'} and {@code test := '[' path? ('=' | '!=' | 'in' | 'not in') words ']'}.
 */
final class V2PathParser {

    private final String text;
    private final Position position;
    private int at;

    V2PathParser(String text, Position position) {
        this.text = text.strip();
        this.position = position;
    }

    static boolean isSegment(String word) {
        return word.length() == 3
                && word.charAt(0) >= 'A'
                && word.charAt(0) <= 'Z'
                && word.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
    }

    V2Path parse() {
        int from = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        var start = text.substring(from, at);
        boolean it = start.equals("it");
        if (!it && !isSegment(start) && !V2Format.GROUPS.contains(start)) {
            throw wrong("a segment (PID), a field (PID-3.1), a group (ORDER) or 'it' is needed");
        }
        var tests = tests(it ? "" : start);
        V2Path.@Nullable Field field = null;
        if (!it && take('-')) {
            int number = number();
            field = new V2Path.Field(number, tests(""));
        }
        List<V2Path.Part> parts = new ArrayList<>();
        while (take('.')) {
            if (field == null && !it) {
                throw wrong("a segment has fields: " + start + "-1");
            }
            int number = number();
            parts.add(new V2Path.Part(number, tests("")));
        }
        if (at < text.length()) {
            throw wrong("'" + text.substring(at) + "' is not understood here");
        }
        return new V2Path(start, tests, field, parts);
    }

    private List<V2Path.Test> tests(String segment) {
        List<V2Path.Test> tests = new ArrayList<>();
        while (take('[')) {
            int close = close();
            tests.add(test(text.substring(at, close), segment));
            at = close + 1;
        }
        return tests;
    }

    private int close() {
        int depth = 1;
        for (int i = at; i < text.length(); i++) {
            depth += text.charAt(i) == '[' ? 1 : text.charAt(i) == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw wrong("']' is missing");
    }

    private V2Path.Test test(String inside, String segment) {
        for (var sign : List.of("!=", "=", " not in ", " in ")) {
            int index = inside.indexOf(sign);
            if (index > 0) {
                var words = inside.substring(index + sign.length()).strip();
                var wanted =
                        sign.contains("in")
                                ? Set.copyOf(Arrays.asList(words.split("\\s+")))
                                : Set.of(words);
                boolean not = sign.startsWith("!") || sign.contains("not");
                return new V2Path.Test(operand(inside.substring(0, index), segment), wanted, not);
            }
        }
        throw wrong("a test is written [5=NH], [5!=NH], [5 in NH MR], [5!=] (has a value)");
    }

    /** {@code 5} is the part, or in a segment the field, of what is tested; the rest are paths. */
    private V2Path operand(String written, String segment) {
        var path = written.strip();
        if (!path.isEmpty() && Character.isDigit(path.charAt(0))) {
            path = (segment.isEmpty() ? "it." : segment + "-") + path;
        }
        return new V2PathParser(path, position).parse();
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private int number() {
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at)) && at - from < 4) {
            at++;
        }
        if (from == at || text.charAt(from) == '0') {
            throw wrong("a number from 1 is needed here");
        }
        return Integer.parseInt(text.substring(from, at));
    }

    private DefinitionException wrong(String problem) {
        return new DefinitionException(position, "'" + text + "' is no HL7 v2 path: " + problem);
    }
}
