package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.Position;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ts}: times as HL7 v2 writes them, {@code yyyy[MM[dd[HH[mm[ss[.SSSS]]]]]][+-ZZZZ]}. */
final class V2Time {

    private static final Pattern TS =
            Pattern.compile(
                    "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:\\.(\\d{1,9}))?)?)?)?)?)?"
                            + "([+-]\\d{4})?");

    private V2Time() {}

    static Step step(ZoneId zone, Position position) {
        return new Step(
                "ts",
                Kind.MOMENT,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> {
                    var value = read(in.words(), zone, scope, position);
                    if (!value.present()) {
                        scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    }
                    return value;
                });
    }

    /** {@code ts_day}: the same, of which only the day counts. */
    static Step dayStep(ZoneId zone, Position position) {
        return new Step(
                "ts_day",
                Kind.DAY,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> {
                    var day = TimeFunctions.day(read(in.words(), zone, scope, position), List.of());
                    if (day.isEmpty()) {
                        scope.issue(IssueKind.VALUE_UNREADABLE, position);
                    }
                    return day.<Value>map(Value.Day::new).orElse(Value.Absent.ABSENT);
                });
    }

    /** What has no hour is a day, a month or a year; what has no offset is of the zone. */
    private static Value read(String text, ZoneId zone, Scope scope, Position position) {
        var match = TS.matcher(text);
        if (!match.matches()) {
            return Value.Absent.ABSENT;
        }
        try {
            if (match.group(4) == null) {
                return new Value.Day(day(match));
            }
            var local = local(match);
            return match.group(8) == null
                    ? TimeFunctions.at(local, zone, scope, position)
                    : new Value.Moment(OffsetDateTime.of(local, ZoneOffset.of(match.group(8))));
        } catch (DateTimeException e) {
            return Value.Absent.ABSENT;
        }
    }

    private static String day(Matcher match) {
        if (match.group(2) == null) {
            return match.group(1);
        }
        int year = Integer.parseInt(match.group(1));
        int month = Integer.parseInt(match.group(2));
        return match.group(3) == null
                ? YearMonth.of(year, month).toString()
                : LocalDate.of(year, month, Integer.parseInt(match.group(3))).toString();
    }

    private static LocalDateTime local(Matcher match) {
        return LocalDateTime.of(
                number(match, 1),
                number(match, 2),
                number(match, 3),
                number(match, 4),
                number(match, 5),
                number(match, 6),
                nanos(match.group(7)));
    }

    private static int number(Matcher match, int group) {
        return match.group(group) == null ? 0 : Integer.parseInt(match.group(group));
    }

    private static int nanos(@org.jspecify.annotations.Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
    }
}
