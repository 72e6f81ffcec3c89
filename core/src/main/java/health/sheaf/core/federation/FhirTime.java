package health.sheaf.core.federation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of FHIR: a year, a month, a day or an instant, each a span. Times without an offset are
 * read as London's, where the sources of this platform live.
 */
public final class FhirTime {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final Pattern YEAR = Pattern.compile("\\d{4}");
    private static final Pattern MONTH = Pattern.compile("\\d{4}-\\d{2}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern MINUTE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(Z|[+-]\\d{2}:\\d{2})?");
    private static final Pattern SECOND =
            Pattern.compile(
                    "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,9})?(Z|[+-]\\d{2}:\\d{2})?");

    private FhirTime() {}

    /**
     * A stretch of time.
     *
     * @param from its first instant
     * @param until the first instant after it
     */
    public record Span(Instant from, Instant until) {}

    /** The span a FHIR date, dateTime or instant covers; empty where the text is none. */
    public static Optional<Span> span(String text) {
        try {
            if (YEAR.matcher(text).matches()) {
                var year = Year.parse(text);
                return Optional.of(days(year.atDay(1), year.plusYears(1).atDay(1)));
            }
            if (MONTH.matcher(text).matches()) {
                var month = YearMonth.parse(text);
                return Optional.of(days(month.atDay(1), month.plusMonths(1).atDay(1)));
            }
            if (DAY.matcher(text).matches()) {
                var day = LocalDate.parse(text);
                return Optional.of(days(day, day.plusDays(1)));
            }
            if (MINUTE.matcher(text).matches()) {
                var from = instant(text);
                return Optional.of(new Span(from, from.plus(1, ChronoUnit.MINUTES)));
            }
            if (SECOND.matcher(text).matches()) {
                var from = instant(text);
                var step = text.contains(".") ? 1_000_000L : 1_000_000_000L;
                return Optional.of(new Span(from, from.plusNanos(step)));
            }
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Span days(LocalDate from, LocalDate until) {
        return new Span(
                from.atStartOfDay(LONDON).toInstant(), until.atStartOfDay(LONDON).toInstant());
    }

    private static Instant instant(String text) {
        boolean offset =
                text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
        return offset
                ? OffsetDateTime.parse(text).toInstant()
                : java.time.LocalDateTime.parse(text).atZone(LONDON).toInstant();
    }
}
