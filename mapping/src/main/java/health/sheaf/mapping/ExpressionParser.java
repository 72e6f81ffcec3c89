package health.sheaf.mapping;

import health.sheaf.mapping.Expression.Argument;
import health.sheaf.mapping.Expression.Call;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses leaves: {@code pipe := term ('|' call)*}, {@code term := primary ('??' primary)*}, {@code
 * primary := column | 'literal' | call | '(' pipe ')'}.
 */
final class ExpressionParser {

    private static final Pattern ADDRESS = Pattern.compile("(https?://|urn:)\\S*");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_DEPTH = 10;

    private final String text;
    private final Position start;
    private final boolean placed;
    private final @Nullable NativeFormat format;
    private int at;
    private int depth;

    private ExpressionParser(YamlNode.Scalar scalar, @Nullable NativeFormat format) {
        this.format = format;
        this.text = scalar.text();
        this.start = scalar.position();
        // Inside a block the columns of the file are not those of the text.
        this.placed = scalar.style() == YamlNode.Style.PLAIN;
    }

    static Expression parse(YamlNode.Scalar scalar) {
        return parse(scalar, null);
    }

    /**
     * @param format whose native paths stand where otherwise columns stand
     */
    static Expression parse(YamlNode.Scalar scalar, @Nullable NativeFormat format) {
        if (scalar.quoted() || isPlainLiteral(scalar.text())) {
            return new Expression.Literal(scalar.text(), scalar.position());
        }
        if (scalar.text().length() > MAX_LENGTH) {
            throw new DefinitionException(scalar.position(), "a leaf of more than 2000 characters");
        }
        var parser = new ExpressionParser(scalar, format);
        var expression = parser.pipe();
        if (!parser.atEnd()) {
            throw parser.wrong(
                    "'" + parser.rest() + "' is not understood here; a literal stands in quotes");
        }
        return expression;
    }

    private static boolean isPlainLiteral(String text) {
        return ADDRESS.matcher(text).matches()
                || NUMBER.matcher(text).matches()
                || text.equals("true")
                || text.equals("false");
    }

    private Expression pipe() {
        var place = here();
        var source = term();
        List<Call> calls = new ArrayList<>();
        while (take("|")) {
            calls.add(call(name("a function")));
        }
        return calls.isEmpty() ? source : new Expression.Pipe(source, calls, place);
    }

    private Expression term() {
        var place = here();
        List<Expression> alternatives = new ArrayList<>();
        alternatives.add(primary());
        while (take("??")) {
            alternatives.add(primary());
        }
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : new Expression.Coalesce(alternatives, place);
    }

    private Expression primary() {
        skipBlanks();
        var place = here();
        if (take("(")) {
            if (++depth > MAX_DEPTH) {
                throw wrong("more than 10 parentheses deep");
            }
            var inner = pipe();
            expect(")");
            depth--;
            return inner;
        }
        if (at < text.length() && text.charAt(at) == '\'') {
            return new Expression.Literal(quoted(), place);
        }
        int end = format == null ? at : format.endOfPath(text, at);
        if (end > at) {
            var path = text.substring(at, end);
            at = end;
            return new Expression.Column(path, place);
        }
        var name = name(format == null ? "a column" : "a native path");
        if (at < text.length() && text.charAt(at) == '(') {
            return new Expression.Start(call(name));
        }
        return new Expression.Column(name, place);
    }

    private Call call(String name) {
        var place = here(at - name.length());
        List<Argument> arguments = new ArrayList<>();
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            if (take(")")) {
                return new Call(name, arguments, place);
            }
            do {
                arguments.add(argument());
            } while (take(","));
            expect(")");
        }
        return new Call(name, arguments, place);
    }

    private Argument argument() {
        skipBlanks();
        var place = here();
        @Nullable String name = null;
        int equals = at;
        while (equals < text.length() && isNamePart(text.charAt(equals))) {
            equals++;
        }
        if (equals > at && equals < text.length() && text.charAt(equals) == '=') {
            name = text.substring(at, equals);
            at = equals + 1;
            skipBlanks();
        }
        if (at < text.length() && text.charAt(at) == '\'') {
            return new Argument(name, quoted(), true, place);
        }
        int from = at;
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ')') {
            at++;
        }
        var bare = text.substring(from, at).strip();
        if (bare.isEmpty()) {
            throw new DefinitionException(place, "an argument is missing here");
        }
        return new Argument(name, bare, false, place);
    }

    private String quoted() {
        at++;
        var literal = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\'') {
                literal.append(c);
            } else if (at < text.length() && text.charAt(at) == '\'') {
                literal.append('\'');
                at++;
            } else {
                return literal.toString();
            }
        }
        throw wrong("a quote is not closed");
    }

    private String name(String what) {
        skipBlanks();
        int from = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        if (from == at || Character.isDigit(text.charAt(from))) {
            at = from;
            throw wrong(what + " is needed here; a literal stands in quotes");
        }
        return text.substring(from, at);
    }

    /** What may stand in the name of a column: never anything that means something to SQL. */
    static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '$'
                || c == '#';
    }

    /** Whether a word can be the name of a column. */
    static boolean isName(String word) {
        return !word.isEmpty()
                && !Character.isDigit(word.charAt(0))
                && word.chars().allMatch(c -> isNamePart((char) c));
    }

    private boolean take(String token) {
        skipBlanks();
        if (!text.startsWith(token, at)) {
            return false;
        }
        at += token.length();
        return true;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong(
                    "'"
                            + token
                            + "' is missing here"
                            + (atEnd() ? "; inside { } and [ ] a leaf ends at its comma" : ""));
        }
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean atEnd() {
        skipBlanks();
        return at == text.length();
    }

    private String rest() {
        var rest = text.substring(at);
        return rest.length() > 30 ? rest.substring(0, 30) + "…" : rest;
    }

    private Position here() {
        skipBlanks();
        return here(at);
    }

    private Position here(int index) {
        return placed ? new Position(start.file(), start.line(), start.column() + index) : start;
    }

    private DefinitionException wrong(String problem) {
        return new DefinitionException(here(), problem);
    }
}
