package health.sheaf.connector.fhir;

import health.sheaf.spi.SearchFilter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes search values as FHIR R4 has them (§3.1.1.4), with their separators escaped. */
final class SearchText {

    private SearchText() {}

    /** The value of the parameter that says what a filter says. */
    static String value(SearchFilter filter) {
        return switch (filter) {
            case SearchFilter.TokenFilter tokens ->
                    tokens.anyOf().stream().map(SearchText::token).collect(Collectors.joining(","));
            case SearchFilter.DateFilter dates ->
                    dates.anyOf().stream().map(SearchText::date).collect(Collectors.joining(","));
        };
    }

    static String token(SearchFilter.Token token) {
        var system = token.system();
        var code = token.code() == null ? "" : escaped(token.code());
        return system == null ? code : escaped(system) + "|" + code;
    }

    /** {@code \}, {@code ,}, {@code $} and {@code |} mean something inside a search value. */
    static String escaped(String text) {
        var out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' || c == ',' || c == '$' || c == '|') {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    private static String date(SearchFilter.DateCriterion date) {
        // No prefix means eq, and even servers that know no prefixes understand it.
        var prefix =
                date.comparison() == SearchFilter.Comparison.EQ
                        ? ""
                        : date.comparison().name().toLowerCase(Locale.ROOT);
        return prefix + escaped(date.text());
    }
}
