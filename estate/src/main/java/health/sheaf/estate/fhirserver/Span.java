package health.sheaf.estate.fhirserver;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The time that a FHIR date, as exact as it is, covers.
 *
 * @param from the first instant
 * @param until the first instant after it
 */
record Span(Instant from, Instant until) {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    /** Reads a date, a time or a Period; empty where it is none. */
    static Optional<Span> of(JsonNode value) {
        if (value.isString()) {
            return parse(value.asString());
        }
        if (value.isObject() && (value.has("start") || value.has("end"))) {
            var start = parse(value.path("start").asString("")).map(Span::from);
            var end = parse(value.path("end").asString("")).map(Span::until);
            return Optional.of(new Span(start.orElse(Instant.MIN), end.orElse(Instant.MAX)));
        }
        return Optional.empty();
    }

    static Optional<Span> parse(String text) {
        try {
            int length = text.length();
            if (length == "yyyy".length()) {
                return Optional.of(days(LocalDate.of(Integer.parseInt(text), 1, 1), 12));
            }
            if (length == "yyyy-MM".length()) {
                return Optional.of(days(YearMonth.parse(text).atDay(1), 1));
            }
            return Optional.of(
                    length == "yyyy-MM-dd".length() ? day(LocalDate.parse(text)) : instant(text));
        } catch (DateTimeParseException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a resource's time fits a search value such as {@code ge2024-01-01}. */
    static boolean matches(Span resource, String value) {
        boolean prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
        var prefix = prefixed ? value.substring(0, 2) : "eq";
        var wanted = parse(prefixed ? value.substring(2) : value);
        return wanted.isPresent() && resource.compares(prefix, wanted.get());
    }

    /** Whether a search value can be understood at all. */
    static boolean understands(String value) {
        boolean prefixed = value.length() > 2 && Character.isLetter(value.charAt(0));
        return parse(prefixed ? value.substring(2) : value).isPresent();
    }

    private boolean compares(String prefix, Span wanted) {
        boolean within = !from.isBefore(wanted.from) && !until.isAfter(wanted.until);
        return switch (prefix) {
            case "eq" -> within;
            case "ne" -> !within;
            case "gt" -> until.isAfter(wanted.until);
            case "lt" -> from.isBefore(wanted.from);
            case "ge" -> until.isAfter(wanted.until) || within;
            case "le" -> from.isBefore(wanted.from) || within;
            case "sa" -> !from.isBefore(wanted.until);
            case "eb" -> !until.isAfter(wanted.from);
            case String other -> false;
        };
    }

    private static Span days(LocalDate first, int months) {
        return new Span(midnight(first), midnight(first.plusMonths(months)));
    }

    private static Span day(LocalDate day) {
        return new Span(midnight(day), midnight(day.plusDays(1)));
    }

    private static Span instant(String text) {
        var instant = OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        return new Span(instant, instant.plusSeconds(1));
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(LONDON).toInstant();
    }
}
