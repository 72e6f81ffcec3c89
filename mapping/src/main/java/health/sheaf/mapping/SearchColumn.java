package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.spi.SearchFilter.Comparison;
import health.sheaf.spi.SearchFilter.DateCriterion;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One search parameter on one column.
 *
 * @param kind FHIR's kind of parameter: {@code token}, {@code date}, {@code string}
 * @param pipe how the leaf reads the column
 * @param flags how the column is compared
 * @param startOnly whether the column is the start of a period
 */
record SearchColumn(String parameter, String kind, Leaf.Pipe pipe, Flags flags, boolean startOnly) {

    /** Dates are compared with room for time zones; the exact check follows on the resource. */
    private static final Duration ROOM = Duration.ofDays(1);

    private static final Instant EARLIEST = Instant.parse("0001-01-03T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-28T00:00:00Z");

    /**
     * @param nocase compared without regard to case
     * @param upper stored in capitals
     * @param stored the pattern the value is stored in, {@code #} for each character
     * @param normalise the engineer's own expression of the column
     */
    record Flags(
            boolean nocase, boolean upper, @Nullable String stored, @Nullable String normalise) {}

    /** Whether every filter on this parameter becomes a condition. */
    boolean always() {
        return switch (kind) {
            case "date" -> ordered() && !startOnly && pipe.fallback() == null;
            case "token" -> plan().isPresent() && pipe.fallback() == null;
            case String text -> plan().isPresent();
        };
    }

    /** Functions that fold the column, then functions that are inverted. */
    private record Plan(List<Pushdown.Folded> folds, List<Step> inverted) {}

    private Optional<Plan> plan() {
        List<Pushdown.Folded> folds = new ArrayList<>();
        List<Step> inverted = new ArrayList<>();
        for (var step : pipe.steps()) {
            if (step.pushdown() instanceof Pushdown.Folded fold && inverted.isEmpty()) {
                folds.add(fold);
            } else if (step.pushdown() instanceof Pushdown.Codes) {
                inverted.add(step);
            } else if (!(step.pushdown() instanceof Pushdown.Same)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Plan(folds, inverted));
    }

    /** The rows whose element equals a code or a text. */
    Optional<Condition> equal(Step.Wanted wanted, ColumnTypes types, Dialect dialect) {
        var plan = plan();
        if (plan.isEmpty() || wanted.code().equals(pipe.fallback())) {
            return Optional.empty();
        }
        var natives = natives(wanted, plan.get().inverted());
        if (natives.isEmpty() || natives.get().size() > 500) {
            return Optional.empty();
        }
        var type = types.of(pipe.column());
        var sql = expression(plan.get(), type, dialect);
        List<String> places = new ArrayList<>();
        List<Object> binds = new ArrayList<>();
        for (var value : natives.get()) {
            Search.bind(compared(value, plan.get(), type), type)
                    .ifPresent(bind -> {
                        places.add(place());
                        binds.add(bind);
                    });
        }
        if (binds.isEmpty()) {
            return Optional.of(Condition.NEVER);
        }
        return Optional.of(new Condition(sql + " IN (" + String.join(", ", places) + ")", binds));
    }

    private String place() {
        if (flags.nocase()) {
            return "LOWER(?)";
        }
        return flags.upper() ? "UPPER(?)" : "?";
    }

    private static Optional<List<String>> natives(Step.Wanted wanted, List<Step> inverted) {
        var found = new LinkedHashSet<String>();
        found.add(wanted.code());
        var system = wanted.system();
        for (var step : inverted.reversed()) {
            if (!(step.pushdown() instanceof Pushdown.Codes codes)) {
                return Optional.empty();
            }
            var before = new LinkedHashSet<String>();
            for (var code : found) {
                var natives = codes.inverse().natives(new Step.Wanted(system, code));
                if (natives.isEmpty()) {
                    return Optional.empty();
                }
                before.addAll(natives.get());
            }
            found = before;
            system = null;
        }
        return Optional.of(List.copyOf(found));
    }

    private String expression(Plan plan, ColumnTypes.Type type, Dialect dialect) {
        var sql = "q." + pipe.column();
        if (flags.normalise() != null) {
            sql = flags.normalise();
        } else if (type == ColumnTypes.Type.TEXT && flags.stored() == null) {
            for (var fold : plan.folds()) {
                sql = fold.expression().sql(sql, dialect);
            }
            if (plan.folds().isEmpty() && !plan.inverted().isEmpty()) {
                // Tables compare after trimming.
                sql = "TRIM(" + sql + ")";
            }
        }
        return flags.nocase() ? "LOWER(" + sql + ")" : sql;
    }

    private String compared(String value, Plan plan, ColumnTypes.Type type) {
        if (flags.stored() != null) {
            return patterned(value, flags.stored());
        }
        var text = value;
        if (type == ColumnTypes.Type.TEXT || flags.normalise() != null) {
            for (var fold : plan.folds()) {
                text = fold.fold().apply(text);
            }
        }
        return flags.upper() ? text.toUpperCase(Locale.UK) : text;
    }

    /** {@code ### ### ####} with the characters of a value. */
    private static String patterned(String value, String pattern) {
        var text = new StringBuilder();
        int at = 0;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '#') {
                text.append(c);
            } else if (at < value.length()) {
                text.append(value.charAt(at++));
            }
        }
        return text.append(value, at, value.length()).toString();
    }

    private Optional<Pushdown.Dates> date() {
        if (pipe.steps().isEmpty()) {
            return Optional.of(new Pushdown.Dates(true, false, LocalDate::toString));
        }
        return pipe.steps().size() == 1
                        && pipe.steps().getFirst().pushdown() instanceof Pushdown.Dates dates
                ? Optional.of(dates)
                : Optional.empty();
    }

    private boolean ordered() {
        return date().map(Pushdown.Dates::ordered).orElse(false);
    }

    /** Text without a format may hold a year alone, which sorts before its own days. */
    private boolean sortableText() {
        return ordered() && date().map(Pushdown.Dates::formatted).orElse(false);
    }

    /** The rows of one day. */
    Optional<Condition> day(LocalDate day, ColumnTypes types, ZoneId zone) {
        var date = date();
        if (date.isEmpty()) {
            return Optional.empty();
        }
        if (types.of(pipe.column()) == ColumnTypes.Type.TEXT) {
            return Optional.of(
                    new Condition(
                            "TRIM(q." + pipe.column() + ") = ?",
                            List.of(date.get().text().of(day))));
        }
        var start = day.atStartOfDay(zone).toInstant();
        return Optional.of(between(start, start.plus(ROOM), types, zone));
    }

    /** The rows whose time may fulfil one of several criteria; the resource is checked again. */
    Optional<Condition> dates(List<DateCriterion> anyOf, ColumnTypes types, ZoneId zone) {
        if (pipe.fallback() != null || date().isEmpty()) {
            return Optional.empty();
        }
        boolean text = types.of(pipe.column()) == ColumnTypes.Type.TEXT;
        List<Condition> any = new ArrayList<>();
        for (var criterion : anyOf) {
            var condition =
                    text && !sortableText()
                            ? exactDay(criterion, types, zone)
                            : ranged(criterion, types, zone);
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            any.add(condition.get());
        }
        return Optional.of(Condition.any(any));
    }

    private Optional<Condition> exactDay(DateCriterion criterion, ColumnTypes types, ZoneId zone) {
        boolean oneDay = criterion.comparison() == Comparison.EQ && criterion.text().length() == 10;
        return oneDay && !startOnly
                ? TimeFunctions.isoDay(criterion.text())
                        .flatMap(day -> day(LocalDate.parse(day), types, zone))
                : Optional.empty();
    }

    private Optional<Condition> ranged(DateCriterion criterion, ColumnTypes types, ZoneId zone) {
        var from = criterion.from();
        var until = criterion.until();
        return switch (criterion.comparison()) {
            case EQ -> Optional.of(between(from, until, types, zone));
            case LT, LE, EB -> Optional.of(atMost(until, types, zone));
            case SA -> Optional.of(atLeast(from, types, zone));
            case GT, GE -> startOnly ? Optional.empty() : Optional.of(atLeast(from, types, zone));
            case NE -> Optional.empty();
        };
    }

    private Condition between(Instant from, Instant until, ColumnTypes types, ZoneId zone) {
        return Condition.all(List.of(atLeast(from, types, zone), atMost(until, types, zone)));
    }

    private Condition atLeast(Instant from, ColumnTypes types, ZoneId zone) {
        return compare(" >= ?", clamped(from).minus(ROOM), types, zone);
    }

    private Condition atMost(Instant until, ColumnTypes types, ZoneId zone) {
        return compare(" <= ?", clamped(until).plus(ROOM), types, zone);
    }

    private static Instant clamped(Instant instant) {
        if (instant.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return instant.isAfter(LATEST) ? LATEST : instant;
    }

    private Condition compare(String operator, Instant edge, ColumnTypes types, ZoneId zone) {
        var local = LocalDateTime.ofInstant(edge, zone);
        Object bind =
                switch (types.of(pipe.column())) {
                    case DATE -> local.toLocalDate();
                    case TIMESTAMP_WITH_ZONE -> OffsetDateTime.ofInstant(edge, zone);
                    case TEXT -> iso(local.toLocalDate());
                    case TIMESTAMP, OTHER, NUMBER, BOOLEAN -> local;
                };
        return new Condition("q." + pipe.column() + operator, List.of(bind));
    }

    private String iso(LocalDate day) {
        return date().map(dates -> dates.text().of(day)).orElse(day.toString());
    }
}
