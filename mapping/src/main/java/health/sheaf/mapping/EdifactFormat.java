package health.sheaf.mapping;

import health.sheaf.mapping.EdifactPath.Part;
import health.sheaf.mapping.EdifactPath.Test;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * EDIFACT's native paths: {@code NAD+SLA.3}, {@code DTM+ISR.0.2}, {@code FTX[1=SPC,RIT].4.lines},
 * {@code S07/PNA+PAT.SU}, {@code /UNH.2.1}, {@code S16}, {@code it.2.1}.
 *
 * <p>Elements are counted from what is written: {@code NAD.4} and {@code NAD+SLA.3} are the same,
 * {@code .0} is the qualifier's own element.
 */
final class EdifactFormat implements NativeFormat {

    static final EdifactFormat INSTANCE = new EdifactFormat();

    private static final Pattern PATH =
            Pattern.compile(
                    "(?<root>/?)(?:(?<inside>S[0-9]{2}|RESULT)/)?(?<start>it|MESSAGE|RESULT|[A-Z][A-Z0-9]{2})"
                            + "(?:\\+(?<qualifier>[A-Z0-9]{1,6}))?"
                            + "(?<tests>(?:\\[[^\\[\\]]*\\])*)"
                            + "(?:\\.(?<element>[0-9]{1,2}|[A-Z]{2,3})"
                            + "(?:\\.(?<part>[0-9]{1,2}|each|words|lines))?)?");
    private static final Pattern TEST =
            Pattern.compile("\\[(?<operand>[^=!\\[\\]]+)(?<not>!?)=(?<wanted>[^\\[\\]]*)\\]");
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,2}(?:\\.[0-9]{1,2})?");

    private EdifactFormat() {}

    /** Asked for every path of every record: no pattern here. */
    static boolean isGroup(String start) {
        return start.equals("MESSAGE")
                || start.equals("RESULT")
                || (start.charAt(0) == 'S' && Character.isDigit(start.charAt(1)));
    }

    @Override
    public String name() {
        return "edifact";
    }

    @Override
    public int endOfPath(String text, int from) {
        var matcher = PATH.matcher(text).region(from, text.length());
        if (!matcher.lookingAt()) {
            return from;
        }
        int end = matcher.end();
        boolean goesOn =
                end < text.length()
                        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '(');
        return goesOn ? from : end;
    }

    @Override
    public NativePath path(String text, Position position) {
        var matcher = PATH.matcher(text.strip());
        if (!matcher.matches()) {
            throw new DefinitionException(
                    position, "this is no EDIFACT path; NAD+SLA.3 and DTM+ISR.0.2 are");
        }
        return path(matcher, position);
    }

    private static EdifactPath path(Matcher matcher, Position position) {
        var start = matcher.group("start");
        var qualifier = matcher.group("qualifier");
        var element = matcher.group("element");
        if (isGroup(start) && (qualifier != null || element != null)) {
            throw new DefinitionException(
                    position, "'" + start + "' is a group: it has no elements");
        }
        return new EdifactPath(
                !matcher.group("root").isEmpty(),
                matcher.group("inside"),
                start,
                qualifier,
                tests(matcher.group("tests"), position),
                number(element, qualifier, position),
                part(element, matcher.group("part")));
    }

    private static @Nullable Integer number(
            @Nullable String element, @Nullable String qualifier, Position position) {
        if (element == null) {
            return null;
        }
        if (Character.isLetter(element.charAt(0))) {
            return 1;
        }
        int number = Integer.parseInt(element) + (qualifier == null ? 0 : 1);
        if (number == 0) {
            throw new DefinitionException(position, "without a qualifier the first element is .1");
        }
        return number;
    }

    private static Part part(@Nullable String element, @Nullable String written) {
        if (element != null && Character.isLetter(element.charAt(0))) {
            return new Part.Named(element);
        }
        return switch (written) {
            case null -> new Part.Whole();
            case "each" -> new Part.Each();
            case "words" -> new Part.Words();
            case "lines" -> new Part.Lines();
            case String number -> new Part.Component(Math.max(1, Integer.parseInt(number)));
        };
    }

    private static List<Test> tests(String text, Position position) {
        List<Test> tests = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            var matcher = TEST.matcher(text).region(at, text.length());
            if (!matcher.lookingAt()) {
                throw new DefinitionException(
                        position, "a test is [path=word,word] or [path!=word]: [1=SPC,RIT]");
            }
            tests.add(test(matcher, position));
            at = matcher.end();
        }
        return tests;
    }

    /** A number is an element of the segment in hand, a tag alone is its first element. */
    private static Test test(Matcher matcher, Position position) {
        var operand = matcher.group("operand").strip();
        var written = NUMBERS.matcher(operand).matches() ? "it." + operand : operand;
        if (written.matches("[A-Z][A-Z0-9]{2}")) {
            written = written + ".1.1";
        }
        var path = PATH.matcher(written);
        if (!path.matches()) {
            throw new DefinitionException(position, "a test starts with an element or a path");
        }
        var wanted = Set.copyOf(List.of(matcher.group("wanted").strip().split("\\s*,\\s*", -1)));
        return new Test(path(path, position), wanted, !matcher.group("not").isEmpty());
    }
}
