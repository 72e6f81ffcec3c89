package health.sheaf.mapping;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Resource;
import health.sheaf.spi.SearchFilter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code search:} part of a map, compiled: FHIR conditions become conditions on columns.
 *
 * <p>A condition may let through more rows than the filter asks for (collations without regard to
 * case, days at the edge of a time zone), never fewer. {@link #keeps} is exact.
 */
public final class Search {

    static final String NHS_NUMBER = "identifier nhs";

    private static final int MAX_VALUES = 500;

    private final RowKey key;
    private final ZoneId zone;
    private final Map<String, SearchColumn> columns;

    Search(RowKey key, ZoneId zone, Map<String, SearchColumn> columns) {
        this.key = key;
        this.zone = zone;
        this.columns = Map.copyOf(columns);
    }

    /** The parameters that become conditions whatever is asked of them. */
    public Set<String> parameters() {
        var always = new LinkedHashSet<String>();
        always.add("_id");
        columns.forEach((parameter, column) -> {
            if (!parameter.contains(" ") && column.always()) {
                always.add(parameter);
            }
        });
        return always;
    }

    /** Whether patients can be found by NHS number. */
    public boolean findsByNhsNumber() {
        return columns.containsKey(NHS_NUMBER);
    }

    /** Whether patients can be found by demographics. */
    public boolean findsByDemographics() {
        return columns.containsKey("family");
    }

    /** The condition of a filter; empty where it cannot be pushed down safely. */
    public Optional<Condition> condition(SearchFilter filter, ColumnTypes types, Dialect dialect) {
        if (filter instanceof SearchFilter.TokenFilter ids && ids.parameter().equals("_id")) {
            return ids(ids, types);
        }
        var column = columns.get(filter.parameter());
        if (column == null || !column.always()) {
            return Optional.empty();
        }
        return switch (filter) {
            case SearchFilter.TokenFilter tokens -> tokens(column, tokens, types, dialect);
            case SearchFilter.DateFilter dates -> column.dates(dates.anyOf(), types, zone);
        };
    }

    /** Whether a mapped resource fulfils a filter that was pushed down. */
    public boolean keeps(SearchFilter filter, Resource resource) {
        if (filter instanceof SearchFilter.TokenFilter ids && ids.parameter().equals("_id")) {
            return ids.anyOf().stream()
                    .anyMatch(token -> resource.id().equals(Optional.ofNullable(token.code())));
        }
        return R4.INSTANCE
                .parameter(filter.resourceType(), filter.parameter())
                .map(parameter -> FilterCheck.keeps(filter, parameter.elements(), resource))
                .orElse(false);
    }

    /** Who has an NHS number. */
    public Optional<Condition> nhsNumber(NhsNumber number, ColumnTypes types, Dialect dialect) {
        return Optional.ofNullable(columns.get(NHS_NUMBER))
                .flatMap(column ->
                        column.equal(
                                new Step.Wanted(NhsNumber.SYSTEM, number.value()), types, dialect));
    }

    /** Who may have a family name and a date of birth; the rest is checked on the resources. */
    public Optional<Condition> demographics(
            String family, LocalDate birthDate, ColumnTypes types, Dialect dialect) {
        var name = columns.get("family");
        if (name == null) {
            return Optional.empty();
        }
        List<Condition> conditions = new ArrayList<>();
        name.equal(new Step.Wanted(null, family), types, dialect).ifPresent(conditions::add);
        var birth = columns.get("birthdate");
        if (birth != null) {
            birth.day(birthDate, types, zone).ifPresent(conditions::add);
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(Condition.all(conditions));
    }

    /**
     * The rows of a key.
     *
     * @param values in the order of the key's columns
     * @return a condition nothing fulfils where a value cannot stand in its column
     */
    public static Condition keyIs(RowKey key, List<String> values, ColumnTypes types) {
        List<Condition> parts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            var column = key.columns().get(i);
            var bind = bind(values.get(i), types.of(column));
            if (bind.isEmpty()) {
                return Condition.NEVER;
            }
            parts.add(new Condition("q." + column + " = ?", List.of(bind.get())));
        }
        return Condition.all(parts);
    }

    /** The rows of several keys. */
    public static Condition keyIn(RowKey key, List<List<String>> keys, ColumnTypes types) {
        return Condition.any(keys.stream().map(values -> keyIs(key, values, types)).toList());
    }

    private Optional<Condition> ids(SearchFilter.TokenFilter filter, ColumnTypes types) {
        if (filter.anyOf().size() > MAX_VALUES) {
            return Optional.empty();
        }
        List<List<String>> keys = new ArrayList<>();
        for (var token : filter.anyOf()) {
            if (token.code() != null) {
                key.valuesOf(token.code()).ifPresent(keys::add);
            }
        }
        return Optional.of(keyIn(key, keys, types));
    }

    private static Optional<Condition> tokens(
            SearchColumn column,
            SearchFilter.TokenFilter filter,
            ColumnTypes types,
            Dialect dialect) {
        List<Condition> any = new ArrayList<>();
        for (var token : filter.anyOf()) {
            if (token.code() == null || any.size() >= MAX_VALUES) {
                return Optional.empty();
            }
            var system = token.system() == null || token.system().isEmpty() ? null : token.system();
            var condition = column.equal(new Step.Wanted(system, token.code()), types, dialect);
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            any.add(condition.get());
        }
        return Optional.of(Condition.any(any));
    }

    /** A text as the type of a column; empty where it cannot be one. */
    static Optional<Object> bind(String text, ColumnTypes.Type type) {
        return switch (type) {
            case TEXT -> Optional.of(text);
            case NUMBER -> {
                // Without this, some databases find 12 for '12abc'.
                yield text.matches("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?")
                        ? Optional.of(new BigDecimal(text))
                        : Optional.empty();
            }
            case BOOLEAN ->
                    switch (text) {
                        case "true" -> Optional.of(true);
                        case "false" -> Optional.of(false);
                        case String other -> Optional.empty();
                    };
            case DATE ->
                    TimeFunctions.isoDay(text)
                            .filter(day -> day.length() == 10)
                            .map(LocalDate::parse);
            case TIMESTAMP, TIMESTAMP_WITH_ZONE, OTHER -> Optional.of(text);
        };
    }
}
