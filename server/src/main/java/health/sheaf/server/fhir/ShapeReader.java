package health.sheaf.server.fhir;

import health.sheaf.core.federation.SearchParameter;
import health.sheaf.server.fhir.IncludeTable.Include;
import health.sheaf.server.fhir.SearchRequest.Shape;
import health.sheaf.server.fhir.SearchRequest.SortKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads the parameters that say how an answer shall look, and deals with those nobody knows. Read
 * last: whatever no one has asked for by then is unknown.
 */
final class ShapeReader {

    static final int MAX_COUNT = 1_000;
    private static final int MAX_SORT_KEYS = 3;

    private final Query query;
    private final boolean strict;
    private final List<String> warnings = new ArrayList<>();

    /**
     * @param strict whether the client wants an error for what it could ignore
     */
    ShapeReader(Query query, boolean strict) {
        this.query = query;
        this.strict = strict;
    }

    /**
     * @param type what is searched; empty for {@code $everything}
     */
    Shape read(String type) {
        query.single("_format");
        boolean pretty = query.single("_pretty").map("true"::equals).orElse(false);
        var count = count();
        boolean everything = type.isEmpty();
        var includes = new ArrayList<Include>();
        boolean all = !everything && includes(type, includes);
        boolean provenance = provenance();
        var sort = everything ? List.<SortKey>of() : sort(type);
        boolean countOnly = !everything && countOnly();
        refuseOrWarnOfUnknown();
        return new Shape(count, sort, includes, all, provenance, countOnly, pretty, warnings);
    }

    private OptionalInt count() {
        var text = query.single("_count");
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int count = Integer.parseInt(text.get());
            if (count >= 1 && count <= MAX_COUNT) {
                return OptionalInt.of(count);
            }
        } catch (NumberFormatException e) {
            // Falls through to the same answer as a number out of bounds.
        }
        throw new HttpProblem(
                HttpCode.INVALID_PARAMETER,
                "'_count' must be a whole number from 1 to " + MAX_COUNT + ".");
    }

    private boolean includes(String type, List<Include> includes) {
        boolean all = false;
        for (var parameter : query.all("_include")) {
            Query.refuseModifier(parameter);
            if (parameter.value().equals("*")) {
                all = true;
                includes.addAll(IncludeTable.of(type));
                continue;
            }
            var parts = parameter.value().split(":", -1);
            if (parts.length < 2 || parts.length > 3) {
                throw new HttpProblem(
                        HttpCode.INVALID_PARAMETER, "'_include' is written Type:parameter.");
            }
            var name = parts[1].equals("patient") ? patientName(type) : parts[1];
            var include = parts[0].equals(type) ? IncludeTable.find(type, name) : null;
            if (include == null || include.isEmpty()) {
                ignore(HttpCode.UNKNOWN_PARAMETER, "An '_include' is not known for this type.");
            } else {
                includes.add(include.get());
            }
        }
        return all;
    }

    private static String patientName(String type) {
        return IncludeTable.find(type, "patient").isPresent() ? "patient" : "subject";
    }

    private boolean provenance() {
        boolean wanted = false;
        for (var parameter : query.all("_revinclude")) {
            Query.refuseModifier(parameter);
            if (parameter.value().equals("Provenance:target")) {
                wanted = true;
            } else {
                ignore(
                        HttpCode.UNKNOWN_PARAMETER,
                        "The only '_revinclude' known here is Provenance:target.");
            }
        }
        return wanted;
    }

    private List<SortKey> sort(String type) {
        var text = query.single("_sort").map(SearchReader::nonBlank);
        if (text.isEmpty()) {
            return List.of();
        }
        var keys = new ArrayList<SortKey>();
        for (var key : text.get().split(",", -1)) {
            boolean descending = key.startsWith("-");
            var parameter = SearchParameter.find(type, descending ? key.substring(1) : key);
            if (parameter.isEmpty() || parameter.get().kind() != SearchParameter.Kind.DATE) {
                throw new HttpProblem(
                        HttpCode.INVALID_PARAMETER,
                        "'_sort' takes the date parameters of the type and _lastUpdated, with '-'"
                                + " before them for the newest first.");
            }
            keys.add(new SortKey(parameter.get().paths(), descending));
        }
        if (keys.size() > MAX_SORT_KEYS) {
            throw new HttpProblem(
                    HttpCode.TOO_MANY_PARAMETERS,
                    "'_sort' takes at most " + MAX_SORT_KEYS + " keys.");
        }
        return keys;
    }

    private boolean countOnly() {
        var summary = query.single("_summary").orElse("false");
        return switch (summary) {
            case "count" -> true;
            case "false" -> false;
            case String other ->
                    throw new HttpProblem(
                            HttpCode.INVALID_PARAMETER,
                            "'_summary' can be 'count' or 'false': a shortened resource would hide"
                                    + " what its source said.");
        };
    }

    private void refuseOrWarnOfUnknown() {
        var unknown = query.unread();
        for (var parameter : unknown) {
            // Even of a parameter we do not know: a modifier would narrow what it means.
            Query.refuseModifier(parameter);
        }
        if (!unknown.isEmpty()) {
            ignore(
                    HttpCode.UNKNOWN_PARAMETER,
                    unknown.size() == 1
                            ? "A parameter is not known here and was ignored."
                            : unknown.size() + " parameters are not known here and were ignored.");
        }
    }

    private void ignore(HttpCode code, String words) {
        if (strict) {
            throw new HttpProblem(
                    code, words.replace(" and was ignored", "").replace(" and were ignored", ""));
        }
        warnings.add(words);
    }
}
