package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Position;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Functions on text and numbers. */
final class TextFunctions {

    private static final Pattern POSTCODE =
            Pattern.compile("[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,10}");

    private TextFunctions() {}

    /** Whatever the value is, this stands for it. */
    static Step constant(String instead) {
        var value = new Value.Text(instead);
        return new Step(
                "constant",
                Kind.COLUMN,
                Traits.NONE,
                new Pushdown.None(),
                Set.of(),
                Set.of(instead),
                (in, scope) -> value);
    }

    /** Lets through what has a shape: {@code 9} is any digit, anything else itself. */
    static Step like(String shape) {
        return new Step(
                "like",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> hasShape(in.words(), shape) ? in : Value.Absent.ABSENT);
    }

    private static boolean hasShape(String text, String shape) {
        if (text.length() != shape.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(i);
            boolean fits = shape.charAt(i) == '9' ? c >= '0' && c <= '9' : c == shape.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static Step prefix(String before) {
        return new Step(
                "prefix",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> new Value.Text(before + in.words()));
    }

    static Step trim() {
        return fold(
                "trim",
                new Traits(true, true, false),
                String::strip,
                (sql, dialect) -> "TRIM(" + sql + ")",
                String::strip);
    }

    static Step upper() {
        return fold(
                "upper",
                new Traits(false, true, false),
                text -> text.toUpperCase(Locale.UK),
                (sql, dialect) -> "UPPER(" + sql + ")",
                text -> text.toUpperCase(Locale.UK));
    }

    static Step lower() {
        return fold(
                "lower",
                new Traits(false, true, false),
                text -> text.toLowerCase(Locale.UK),
                (sql, dialect) -> "LOWER(" + sql + ")",
                text -> text.toLowerCase(Locale.UK));
    }

    static Step title() {
        return fold(
                "title",
                new Traits(false, true, false),
                TextFunctions::titled,
                (sql, dialect) -> "LOWER(" + sql + ")",
                text -> text.toLowerCase(Locale.UK));
    }

    static Step digits() {
        return fold(
                "digits",
                new Traits(true, true, false),
                TextFunctions::onlyDigits,
                (sql, dialect) -> dialect.digits(sql),
                TextFunctions::onlyDigits);
    }

    static Step nhsNumber(Position position) {
        return new Step(
                "nhs_number",
                Kind.TEXT,
                new Traits(true, true, false),
                new Pushdown.Same(),
                (in, scope) -> {
                    var text = in.asText();
                    // Spaces are the business of 'digits': only then is a condition on the plain
                    // column safe without it.
                    if (text != null && text.length() == 10 && NhsNumber.parse(text).isPresent()) {
                        return new Value.Text(text);
                    }
                    scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    return Value.Absent.ABSENT;
                });
    }

    static Step postcode(Position position) {
        return new Step(
                "postcode",
                Kind.TEXT,
                new Traits(true, true, false),
                new Pushdown.Folded(
                        (sql, dialect) -> dialect.packed(sql),
                        text -> text.replace(" ", "").toUpperCase(Locale.UK)),
                (in, scope) -> {
                    var text = in.asText();
                    if (text == null) {
                        return in;
                    }
                    var packed = text.replaceAll("\\s", "").toUpperCase(Locale.UK);
                    if (POSTCODE.matcher(packed).matches()) {
                        int inward = packed.length() - 3;
                        return new Value.Text(
                                packed.substring(0, inward) + " " + packed.substring(inward));
                    }
                    scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    return new Value.Text(text.strip());
                });
    }

    static Step split(String separator) {
        return new Step(
                "split",
                Kind.LIST,
                new Traits(true, false, false),
                new Pushdown.None(),
                (in, scope) -> {
                    var text = in.asText();
                    if (text == null) {
                        return in;
                    }
                    var parts =
                            Arrays.stream(text.split(Pattern.quote(separator)))
                                    .map(String::strip)
                                    .filter(part -> !part.isEmpty())
                                    .<Value>map(Value.Text::new)
                                    .toList();
                    return parts.isEmpty() ? Value.Absent.ABSENT : new Value.Many(parts);
                });
    }

    static Step join(String separator) {
        return new Step(
                "join",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) ->
                        joined(
                                in instanceof Value.Many many ? many.items() : List.of(in),
                                separator));
    }

    static Value joined(List<Value> values, String separator) {
        var text =
                values.stream()
                        .map(Value::words)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(separator));
        return text.isEmpty() ? Value.Absent.ABSENT : new Value.Text(text);
    }

    static Step only(Set<String> values) {
        return new Step(
                "only",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> values.contains(in.words()) ? in : Value.Absent.ABSENT);
    }

    static Step absent(Set<String> values) {
        return new Step(
                "absent",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> values.contains(in.words()) ? Value.Absent.ABSENT : in);
    }

    static Step bool(String yes, String no, Position position) {
        return new Step(
                "boolean",
                Kind.FLAG,
                new Traits(true, true, false),
                new Pushdown.Codes(wanted ->
                        switch (wanted.code()) {
                            case "true" -> java.util.Optional.of(List.of(yes));
                            case "false" -> java.util.Optional.of(List.of(no));
                            case String other -> java.util.Optional.of(List.of());
                        }),
                (in, scope) -> {
                    if (in instanceof Value.Flag) {
                        return in;
                    }
                    var text = in.words();
                    if (text.equals(yes)) {
                        return new Value.Flag(true);
                    }
                    if (text.equals(no)) {
                        return new Value.Flag(false);
                    }
                    scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    return Value.Absent.ABSENT;
                });
    }

    static Step decimal(Position position) {
        return number("decimal", DECIMAL, position);
    }

    static Step integer(Position position) {
        return number("integer", INTEGER, position);
    }

    private static Step number(String name, Pattern shape, Position position) {
        return new Step(
                name,
                Kind.NUMBER,
                new Traits(true, true, false),
                new Pushdown.None(),
                (in, scope) -> {
                    if (in instanceof Value.Amount) {
                        return in;
                    }
                    var text = in.words();
                    if (shape.matcher(text).matches()) {
                        return new Value.Amount(new BigDecimal(text));
                    }
                    scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    return Value.Absent.ABSENT;
                });
    }

    static Step base64() {
        return new Step(
                "base64",
                Kind.BYTES,
                new Traits(true, false, false),
                new Pushdown.None(),
                (in, scope) -> {
                    var text = in.asText();
                    return text == null
                            ? in
                            : new Value.Bytes(text.getBytes(StandardCharsets.UTF_8));
                });
    }

    private static Step fold(
            String name,
            Traits traits,
            UnaryOperator<String> change,
            Pushdown.Folded.Expression sql,
            UnaryOperator<String> fold) {
        return new Step(
                name,
                Kind.TEXT,
                traits,
                new Pushdown.Folded(sql, fold),
                (in, scope) -> {
                    var text = in.asText();
                    if (text == null) {
                        return in;
                    }
                    var changed = change.apply(text);
                    return changed.isBlank() ? Value.Absent.ABSENT : new Value.Text(changed);
                });
    }

    private static String onlyDigits(String text) {
        return text.codePoints()
                .filter(c -> c >= '0' && c <= '9')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** {@code O'BRIEN-SMITH} to {@code O'Brien-Smith}; a name in mixed case is right already. */
    private static String titled(String text) {
        boolean mixed =
                text.codePoints().anyMatch(Character::isLowerCase)
                        && text.codePoints().anyMatch(Character::isUpperCase);
        if (mixed) {
            return text.strip();
        }
        var titled = new StringBuilder();
        boolean first = true;
        for (char c : text.strip().toCharArray()) {
            titled.append(first ? Character.toUpperCase(c) : Character.toLowerCase(c));
            first = !Character.isLetter(c);
        }
        return titled.toString();
    }
}
