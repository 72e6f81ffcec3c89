package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A SELECT of a map, with its named parameters made positional.
 *
 * @param sql with {@code ?} for each parameter
 * @param parameters the names in the order of their places: {@code patient}, {@code patient2},
 *     {@code key} …
 * @param position where it stands
 */
public record ReadSql(String sql, List<String> parameters, Position position) {

    private static final Pattern PARAMETER = Pattern.compile("(patient|key)([1-9]?)");

    public ReadSql {
        parameters = List.copyOf(parameters);
    }

    /** Whether a parameter of this kind stands in it. */
    public boolean asksFor(String kind) {
        return parameters.stream().anyMatch(name -> name.startsWith(kind));
    }

    static ReadSql parse(String text, Position position) {
        var sql = text.strip();
        if (sql.endsWith(";")) {
            sql = sql.substring(0, sql.length() - 1).strip();
        }
        var start = sql.toUpperCase(Locale.ROOT);
        if (!start.startsWith("SELECT") && !start.startsWith("WITH")) {
            throw new DefinitionException(position, "'read' must be a SELECT");
        }
        return new Scanner(sql, position).scan();
    }

    /** Walks over strings, quoted names and comments, where a colon means nothing. */
    private static final class Scanner {

        private final String sql;
        private final Position position;
        private final StringBuilder out = new StringBuilder();
        private final List<String> parameters = new ArrayList<>();
        private int at;

        Scanner(String sql, Position position) {
            this.sql = sql;
            this.position = position;
        }

        ReadSql scan() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                switch (c) {
                    case '\'', '"', '`' -> quoted(c);
                    case '-' -> comment("--", "\n");
                    case '/' -> comment("/*", "*/");
                    case ':' -> parameter();
                    case '?' ->
                            throw new DefinitionException(
                                    position, "parameters are written :patient or :key, not ?");
                    case ';' ->
                            throw new DefinitionException(
                                    position, "one SELECT; nothing may follow ';'");
                    default -> {
                        out.append(c);
                        at++;
                    }
                }
            }
            return new ReadSql(out.toString(), parameters, position);
        }

        private void quoted(char quote) {
            int end = sql.indexOf(quote, at + 1);
            if (end < 0) {
                throw new DefinitionException(position, "a quote in the SQL is not closed");
            }
            out.append(sql, at, end + 1);
            at = end + 1;
        }

        private void comment(String opening, String closing) {
            if (!sql.startsWith(opening, at)) {
                out.append(sql.charAt(at++));
                return;
            }
            int end = sql.indexOf(closing, at + opening.length());
            at = end < 0 ? sql.length() : end + closing.length();
            out.append(' ');
        }

        private void parameter() {
            if (sql.startsWith("::", at)) {
                out.append("::");
                at += 2;
                return;
            }
            int end = at + 1;
            while (end < sql.length() && Character.isLetterOrDigit(sql.charAt(end))) {
                end++;
            }
            var name = sql.substring(at + 1, end);
            if (!PARAMETER.matcher(name).matches()) {
                throw new DefinitionException(
                        position,
                        "there is no parameter ':" + name + "'; :patient and :key are the two");
            }
            parameters.add(name);
            out.append('?');
            at = end;
        }
    }
}
