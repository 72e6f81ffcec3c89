package health.sheaf.server.fhir;

import health.sheaf.core.federation.SearchParameter;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SearchFilter.Comparison;
import health.sheaf.spi.SearchFilter.DateCriterion;
import health.sheaf.spi.SearchFilter.DateFilter;
import health.sheaf.spi.SearchFilter.Token;
import health.sheaf.spi.SearchFilter.TokenFilter;
import java.util.Map;

/** Reads the value of a search parameter. */
final class FilterReader {

    private static final Map<String, Comparison> PREFIXES =
            Map.of(
                    "eq", Comparison.EQ,
                    "ne", Comparison.NE,
                    "gt", Comparison.GT,
                    "lt", Comparison.LT,
                    "ge", Comparison.GE,
                    "le", Comparison.LE,
                    "sa", Comparison.SA,
                    "eb", Comparison.EB);

    private FilterReader() {}

    static SearchFilter read(String type, SearchParameter parameter, String value) {
        var values = Query.split(value, ',');
        return switch (parameter.kind()) {
            case TOKEN ->
                    new TokenFilter(
                            type,
                            parameter.name(),
                            values.stream().map(FilterReader::token).toList());
            case DATE ->
                    new DateFilter(
                            type,
                            parameter.name(),
                            values.stream().map(FilterReader::date).toList());
        };
    }

    static Token token(String value) {
        var parts = Query.split(value, '|');
        if (parts.size() > 2) {
            throw bad("A token has at most one '|', between system and code.");
        }
        var last = Query.unescape(parts.getLast());
        if (parts.size() == 1) {
            if (last.isEmpty()) {
                throw bad("A token was given without a value.");
            }
            return new Token(null, last);
        }
        var system = Query.unescape(parts.getFirst());
        if (system.isEmpty() && last.isEmpty()) {
            throw bad("A token was given without a value.");
        }
        return new Token(system, last.isEmpty() ? null : last);
    }

    private static DateCriterion date(String value) {
        boolean prefixed = value.length() > 2 && !Character.isDigit(value.charAt(0));
        var prefix = prefixed ? value.substring(0, 2) : "eq";
        var comparison = PREFIXES.get(prefix);
        if (comparison == null) {
            throw new HttpProblem(
                    HttpCode.INVALID_DATE,
                    "A date may begin with eq, ne, gt, lt, ge, le, sa or eb, and nothing else.");
        }
        var text = (prefixed ? value.substring(2) : value).replace(' ', '+');
        var span = SearchReader.span(text);
        return new DateCriterion(comparison, text, span.from(), span.until());
    }

    private static HttpProblem bad(String words) {
        return new HttpProblem(HttpCode.INVALID_PARAMETER, words);
    }
}
