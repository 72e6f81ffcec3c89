package health.sheaf.core.federation;

import health.sheaf.spi.Entry;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Resource;
import health.sheaf.spi.SearchFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Applies to the entries what their source could not filter. */
public final class Remainders {

    private Remainders() {}

    static List<Entry> apply(Remainder remainder, List<Entry> entries) {
        if (remainder.filters().isEmpty()) {
            return entries;
        }
        return entries.stream()
                .filter(entry ->
                        remainder.filters().stream().allMatch(f -> keeps(f, entry.resource())))
                .toList();
    }

    /** Whether a resource meets a condition; those of other types are not concerned. */
    public static boolean keeps(SearchFilter filter, Resource resource) {
        if (!filter.resourceType().equals(resource.type())) {
            return true;
        }
        var parameter = SearchParameter.find(filter.resourceType(), filter.parameter());
        return parameter.isPresent() && matches(filter, parameter.get(), resource);
    }

    private static boolean matches(
            SearchFilter filter, SearchParameter parameter, Resource resource) {
        return switch (filter) {
            case SearchFilter.TokenFilter tokens ->
                    parameter.paths().stream().anyMatch(path -> hasToken(resource, path, tokens));
            case SearchFilter.DateFilter dates ->
                    parameter.paths().stream().anyMatch(path -> hasDate(resource, path, dates));
        };
    }

    private static boolean hasToken(
            Resource resource, String path, SearchFilter.TokenFilter filter) {
        var codings = resource.codings(path);
        for (var token : filter.anyOf()) {
            var wanted = token.code();
            for (var coding : codings) {
                boolean system =
                        token.system() == null
                                || token.system().equals(coding.system())
                                || (token.system().isEmpty() && coding.system() == null);
                if (system && (wanted == null || wanted.equals(coding.code()))) {
                    return true;
                }
            }
            // A plain code element (status, gender) has an implicit system: any system given is
            // taken to be it.
            if (wanted != null && codings.isEmpty() && resource.values(path).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasDate(Resource resource, String path, SearchFilter.DateFilter filter) {
        return spans(resource, path).stream()
                .anyMatch(span ->
                        filter.anyOf().stream().anyMatch(criterion -> compares(span, criterion)));
    }

    private static List<FhirTime.Span> spans(Resource resource, String path) {
        var simple =
                resource.values(path).stream()
                        .map(FhirTime::span)
                        .flatMap(Optional::stream)
                        .toList();
        if (!simple.isEmpty()) {
            return simple;
        }
        var start = resource.value(path + ".start").flatMap(FhirTime::span);
        var end = resource.value(path + ".end").flatMap(FhirTime::span);
        if (start.isEmpty() && end.isEmpty()) {
            return List.of();
        }
        return List.of(
                new FhirTime.Span(
                        start.map(FhirTime.Span::from).orElse(Instant.MIN),
                        end.map(FhirTime.Span::until).orElse(Instant.MAX)));
    }

    /** The comparisons of FHIR date search, on half-open spans. */
    private static boolean compares(FhirTime.Span value, SearchFilter.DateCriterion criterion) {
        var from = criterion.from();
        var until = criterion.until();
        return switch (criterion.comparison()) {
            case EQ -> !value.from().isBefore(from) && !value.until().isAfter(until);
            case NE -> value.from().isBefore(from) || value.until().isAfter(until);
            case GT -> value.until().isAfter(until);
            case LT -> value.from().isBefore(from);
            case GE -> value.until().isAfter(until) || !value.from().isBefore(from);
            case LE -> value.from().isBefore(from) || !value.until().isAfter(until);
            case SA -> !value.from().isBefore(until);
            case EB -> !value.until().isAfter(from);
        };
    }
}
