package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Functions on dates and times. */
final class TimeFunctions {

    private static final Pattern ISO_DAY = Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?");
    private static final Pattern FHIR_MOMENT =
            Pattern.compile(
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?"
                            + "(Z|[+-][0-9]{2}:[0-9]{2})");
    private static final Set<String> SORTABLE = Set.of("yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd");
    private static final DateTimeFormatter FHIR_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private TimeFunctions() {}

    /** A format as the map writes it, compiled. */
    record Format(String pattern, DateTimeFormatter formatter) {

        static Format of(String pattern, Position position) {
            if (pattern.contains("yy") && !pattern.contains("yyyy")) {
                throw new DefinitionException(
                        position, "a year of two digits would be guessed; four (yyyy) are needed");
            }
            try {
                return new Format(
                        pattern,
                        new DateTimeFormatterBuilder()
                                .parseCaseInsensitive()
                                .appendPattern(pattern.replace("yyyy", "uuuu"))
                                .toFormatter(Locale.UK)
                                .withResolverStyle(ResolverStyle.STRICT));
            } catch (IllegalArgumentException e) {
                throw new DefinitionException(
                        position, "'" + pattern + "' is no date format; dd/MM/yyyy is one");
            }
        }
    }

    static Step date(List<Format> formats, Position position) {
        boolean ordered =
                formats.isEmpty()
                        || (formats.size() == 1 && SORTABLE.contains(formats.getFirst().pattern()));
        return new Step(
                "date",
                Kind.DAY,
                new Traits(true, true, ordered),
                new Pushdown.Dates(
                        ordered,
                        !formats.isEmpty(),
                        day ->
                                formats.isEmpty()
                                        ? day.toString()
                                        : formats.getFirst().formatter().format(day)),
                (in, scope) -> {
                    var day = day(in, formats);
                    if (day.isEmpty()) {
                        scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    }
                    return day.<Value>map(Value.Day::new).orElse(Value.Absent.ABSENT);
                });
    }

    static Step dateTime(List<Format> formats, ZoneId zone, Position position) {
        return new Step(
                "datetime",
                Kind.MOMENT,
                new Traits(true, false, formats.isEmpty()),
                formats.isEmpty()
                        ? new Pushdown.Dates(true, false, LocalDate::toString)
                        : new Pushdown.None(),
                (in, scope) -> {
                    var moment = moment(in, formats, zone, scope, position);
                    if (!moment.present()) {
                        scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    }
                    return moment;
                });
    }

    static Step time(List<Format> formats, Position position) {
        return new Step(
                "time",
                Kind.TIME,
                new Traits(true, true, formats.isEmpty()),
                new Pushdown.None(),
                (in, scope) -> {
                    if (in instanceof Value.TimeOfDay) {
                        return in;
                    }
                    var text = in.words();
                    try {
                        return new Value.TimeOfDay(
                                formats.isEmpty()
                                        ? LocalTime.parse(text)
                                        : LocalTime.parse(text, formats.getFirst().formatter()));
                    } catch (DateTimeParseException e) {
                        scope.issue(IssueKind.VALUE_UNREADABLE, position);
                        return Value.Absent.ABSENT;
                    }
                });
    }

    /** A FHIR date of a column's value; empty where it is none. */
    static Optional<String> day(Value in, List<Format> formats) {
        return switch (in) {
            case Value.Day day -> Optional.of(day.iso());
            case Value.Local local -> Optional.of(local.at().toLocalDate().toString());
            case Value.Moment moment -> Optional.of(moment.at().toLocalDate().toString());
            case Value other -> {
                var text = other.words();
                yield formats.isEmpty() ? isoDay(text) : formatted(text, formats);
            }
        };
    }

    /** A FHIR date of ISO text, checked against the calendar. */
    static Optional<String> isoDay(String text) {
        if (!ISO_DAY.matcher(text).matches()) {
            return text.length() > 10 && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
                    ? isoDay(text.substring(0, 10))
                    : Optional.empty();
        }
        try {
            switch (text.length()) {
                case 4 -> Year.parse(text);
                case 7 -> YearMonth.parse(text);
                default -> LocalDate.parse(text);
            }
            return Optional.of(text);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> formatted(String text, List<Format> formats) {
        for (var format : formats) {
            try {
                var parsed = format.formatter().parse(text);
                if (parsed.isSupported(ChronoField.DAY_OF_MONTH)) {
                    return Optional.of(LocalDate.from(parsed).toString());
                }
                if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
                    return Optional.of(YearMonth.from(parsed).toString());
                }
                return Optional.of(Year.from(parsed).toString());
            } catch (DateTimeException e) {
                // The next format may fit.
            }
        }
        return Optional.empty();
    }

    /** A moment of a column's value; absent where it is none, a day where it has no time. */
    static Value moment(
            Value in, List<Format> formats, ZoneId zone, Scope scope, Position position) {
        return switch (in) {
            case Value.Day day -> day;
            case Value.Local local -> at(local.at(), zone, scope, position);
            case Value.Moment moment when moment.written() != null -> moment;
            case Value.Moment moment ->
                    new Value.Moment(moment.at().atZoneSameInstant(zone).toOffsetDateTime());
            case Value other -> {
                var text = other.words();
                yield formats.isEmpty()
                        ? isoMoment(text, zone, scope, position)
                        : formattedMoment(text, formats, zone, scope, position);
            }
        };
    }

    private static Value isoMoment(String text, ZoneId zone, Scope scope, Position position) {
        if (ISO_DAY.matcher(text).matches()) {
            return isoDay(text).<Value>map(Value.Day::new).orElse(Value.Absent.ABSENT);
        }
        var iso =
                text.length() > 10 && text.charAt(10) == ' '
                        ? text.substring(0, 10) + "T" + text.substring(11)
                        : text;
        try {
            return new Value.Moment(
                    OffsetDateTime.parse(iso), FHIR_MOMENT.matcher(iso).matches() ? iso : null);
        } catch (DateTimeParseException withoutOffset) {
            try {
                return at(LocalDateTime.parse(iso), zone, scope, position);
            } catch (DateTimeParseException e) {
                return Value.Absent.ABSENT;
            }
        }
    }

    private static Value formattedMoment(
            String text, List<Format> formats, ZoneId zone, Scope scope, Position position) {
        for (var format : formats) {
            try {
                var parsed = format.formatter().parse(text);
                if (parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
                    return new Value.Moment(OffsetDateTime.from(parsed));
                }
                if (parsed.isSupported(ChronoField.HOUR_OF_DAY)) {
                    return at(LocalDateTime.from(parsed), zone, scope, position);
                }
                return formatted(text, List.of(format))
                        .<Value>map(Value.Day::new)
                        .orElse(Value.Absent.ABSENT);
            } catch (DateTimeException e) {
                // The next format may fit.
            }
        }
        return Value.Absent.ABSENT;
    }

    /** When the clocks go back, half past one happens twice; the first is taken, and said so. */
    static Value at(LocalDateTime local, ZoneId zone, Scope scope, Position position) {
        var offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() != 1) {
            scope.issue(IssueKind.TIME_AMBIGUOUS, position);
        }
        return new Value.Moment(local.atZone(zone).toOffsetDateTime());
    }

    /** As FHIR writes a moment: seconds always, fractions where there are any. */
    static String fhir(OffsetDateTime at) {
        var text = new StringBuilder(FHIR_SECONDS.format(at));
        if (at.getNano() != 0) {
            var nanos = String.format(Locale.ROOT, "%09d", at.getNano());
            text.append('.').append(nanos.replaceAll("0+$", ""));
        }
        return text.append(at.getOffset().getId()).toString();
    }
}
