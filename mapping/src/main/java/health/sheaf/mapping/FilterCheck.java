package health.sheaf.mapping;

import health.sheaf.spi.Resource;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SearchFilter.DateCriterion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks on the FHIR side what a condition let through. */
final class FilterCheck {

    /** FHIR leaves the zone of a date to the server; ours is the one the engine uses. */
    private static final ZoneId ZONE = ZoneId.of("Europe/London");

    private record Span(Instant from, Instant until) {}

    private FilterCheck() {}

    static boolean keeps(SearchFilter filter, List<String> paths, Resource resource) {
        return switch (filter) {
            case SearchFilter.TokenFilter tokens ->
                    paths.stream().anyMatch(path -> hasToken(resource, path, tokens));
            case SearchFilter.DateFilter dates ->
                    paths.stream()
                            .flatMap(path -> spans(resource, path).stream())
                            .anyMatch(span ->
                                    dates.anyOf().stream().anyMatch(one -> compares(span, one)));
        };
    }

    private static boolean hasToken(
            Resource resource, String path, SearchFilter.TokenFilter filter) {
        var codings = resource.codings(path);
        for (var token : filter.anyOf()) {
            for (var coding : codings) {
                boolean system =
                        token.system() == null
                                || token.system().equals(coding.system())
                                || (token.system().isEmpty() && coding.system() == null);
                if (system && (token.code() == null || token.code().equals(coding.code()))) {
                    return true;
                }
            }
            if (token.code() != null
                    && codings.isEmpty()
                    && resource.values(path).contains(token.code())) {
                return true;
            }
        }
        return false;
    }

    private static List<Span> spans(Resource resource, String path) {
        List<Span> spans = new ArrayList<>();
        for (var name : List.of(path, path + "DateTime", path + "Instant", path + "Date")) {
            resource.values(name).forEach(text -> span(text).ifPresent(spans::add));
        }
        for (var name : List.of(path, path + "Period")) {
            var start = resource.value(name + ".start").flatMap(FilterCheck::span);
            var end = resource.value(name + ".end").flatMap(FilterCheck::span);
            if (start.isPresent() || end.isPresent()) {
                spans.add(
                        new Span(
                                start.map(Span::from).orElse(Instant.MIN),
                                end.map(Span::until).orElse(Instant.MAX)));
            }
        }
        return spans;
    }

    private static Optional<Span> span(String text) {
        try {
            return Optional.of(
                    switch (text.length()) {
                        case 4 -> {
                            var year = Year.parse(text);
                            yield days(year.atDay(1), year.plusYears(1).atDay(1));
                        }
                        case 7 -> {
                            var month = YearMonth.parse(text);
                            yield days(month.atDay(1), month.plusMonths(1).atDay(1));
                        }
                        case 10 -> {
                            var day = LocalDate.parse(text);
                            yield days(day, day.plusDays(1));
                        }
                        default -> {
                            var at = OffsetDateTime.parse(text).toInstant();
                            // A second without a fraction is the whole second.
                            yield new Span(
                                    at,
                                    at.plusNanos(text.contains(".") ? 1_000_000 : 1_000_000_000));
                        }
                    });
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Span days(LocalDate from, LocalDate until) {
        return new Span(from.atStartOfDay(ZONE).toInstant(), until.atStartOfDay(ZONE).toInstant());
    }

    private static boolean compares(Span value, DateCriterion criterion) {
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
