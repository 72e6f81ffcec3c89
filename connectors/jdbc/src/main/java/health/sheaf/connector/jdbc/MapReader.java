package health.sheaf.connector.jdbc;

import health.sheaf.mapping.Condition;
import health.sheaf.mapping.Dialect;
import health.sheaf.mapping.Issues;
import health.sheaf.mapping.NativeId;
import health.sheaf.mapping.ReadSql;
import health.sheaf.mapping.Row;
import health.sheaf.mapping.RowKey;
import health.sheaf.mapping.RowMap;
import health.sheaf.mapping.Search;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.JsonRefusedException;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SourceFault;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for the rows of one map and makes its resources. Knows the columns after the first time. */
final class MapReader {

    private final RowMap map;
    private final JdbcSettings settings;
    private volatile @Nullable Columns columns;
    private volatile @Nullable Columns keyColumns;

    MapReader(RowMap map, JdbcSettings settings) {
        this.map = map;
        this.settings = settings;
    }

    RowMap map() {
        return map;
    }

    /** Which rows are asked for, as far as it can be said before the columns are known. */
    sealed interface Asked {

        /** Those of a patient. */
        record OfPatient(String patient) implements Asked {}

        /** Those of some native ids. */
        record OfIds(List<String> ids) implements Asked {}

        /** Those that fulfil a condition of the map's search, where it has one. */
        record Found(SearchCondition by) implements Asked {}
    }

    /** Makes a condition once the columns are known. */
    @FunctionalInterface
    interface SearchCondition {
        Optional<Condition> of(Search search, Columns columns);
    }

    /**
     * Reads.
     *
     * @param filters applied in the database; all of them must be {@link #applies applicable}
     * @param maxEntries resources, at most
     */
    Answer read(
            Connection connection,
            Question<?> question,
            Asked asked,
            List<SearchFilter> filters,
            int maxEntries)
            throws SQLException {
        boolean byKey = asked instanceof Asked.OfIds && map.read().asksFor("patient");
        var read = byKey ? map.readByKey().orElseThrow(MapReader::unsupported) : map.read();
        var known = columns(connection, question, byKey, read);
        var where = where(asked, known, filters);
        if (where.isEmpty()) {
            return Answer.NOTHING;
        }
        var rows = new ArrayList<SqlRow>();
        boolean more =
                query(connection, question, read, known, asked, where.get(), rows, maxEntries);
        return mapped(rows, filters, more, maxEntries);
    }

    /** Whether the database itself applies a filter. */
    boolean applies(Connection connection, Question<?> question, SearchFilter filter)
            throws SQLException {
        var known = columns(connection, question, false, map.read());
        return map.search().condition(filter, known, settings.dialect()).isPresent();
    }

    private static RuntimeException unsupported() {
        return SqlFaults.exception(
                FaultCode.UNSUPPORTED_REQUEST, "this map cannot be asked for one of its rows");
    }

    /** The condition; empty where no row can fulfil it. */
    private Optional<Condition> where(Asked asked, Columns known, List<SearchFilter> filters) {
        List<Condition> conditions = new ArrayList<>();
        switch (asked) {
            case Asked.OfPatient of -> {
                var key = map.patient().orElseThrow();
                var values = key.valuesOf(of.patient());
                if (values.isEmpty()) {
                    return Optional.empty();
                }
                conditions.add(Search.keyIs(key, values.get(), known));
            }
            case Asked.OfIds of -> {
                var keys =
                        of.ids().stream().flatMap(id -> map.key().valuesOf(id).stream()).toList();
                if (keys.isEmpty()) {
                    return Optional.empty();
                }
                conditions.add(Search.keyIn(map.key(), keys, known));
            }
            case Asked.Found found ->
                    conditions.add(
                            found.by().of(map.search(), known).orElseThrow(MapReader::unsupported));
        }
        filters.forEach(filter ->
                map.search()
                        .condition(filter, known, settings.dialect())
                        .ifPresent(conditions::add));
        boolean never = conditions.stream().anyMatch(Condition::isNever);
        return never ? Optional.empty() : Optional.of(Condition.all(conditions));
    }

    private Columns columns(
            Connection connection, Question<?> question, boolean byKey, ReadSql read)
            throws SQLException {
        var known = byKey ? keyColumns : columns;
        if (known != null) {
            return known;
        }
        var sql = "SELECT * FROM (" + read.sql() + ") q WHERE 1 = 0";
        try (var statement = connection.prepareStatement(sql)) {
            question.runs(statement);
            limit(statement, question);
            for (int i = 1; i <= read.parameters().size(); i++) {
                statement.setNull(i, nullType());
            }
            try (var rows = statement.executeQuery()) {
                known = Columns.of(rows.getMetaData());
            }
        }
        for (var column : map.columns()) {
            if (!known.has(column)) {
                throw SqlFaults.exception(
                        FaultCode.MISCONFIGURED,
                        map.position().file() + ": 'read' gives no column " + column);
            }
        }
        if (byKey) {
            keyColumns = known;
        } else {
            columns = known;
        }
        return known;
    }

    private boolean query(
            Connection connection,
            Question<?> question,
            ReadSql read,
            Columns known,
            Asked asked,
            Condition where,
            List<SqlRow> into,
            int maxEntries)
            throws SQLException {
        var sql = "SELECT * FROM (" + read.sql() + ") q WHERE " + where.sql();
        int maxRows = maxRows(maxEntries);
        try (var statement = connection.prepareStatement(sql)) {
            question.runs(statement);
            limit(statement, question);
            statement.setFetchSize(Math.min(settings.fetchSize(), maxRows + 1));
            statement.setMaxRows(maxRows + 1);
            int at = 1;
            for (var bind : parameters(read, asked, known)) {
                bind(statement, at++, bind);
            }
            for (var bind : where.binds()) {
                bind(statement, at++, bind);
            }
            var budget = new Budget(settings.maxText(), settings.maxBytes());
            try (var rows = statement.executeQuery()) {
                var columnsNow = Columns.of(rows.getMetaData());
                while (rows.next()) {
                    if (into.size() == maxRows) {
                        return true;
                    }
                    into.add(columnsNow.row(rows, budget));
                }
                return false;
            }
        }
    }

    /** A head with many lines is one entry of many rows. */
    private int maxRows(int maxEntries) {
        int entries = Math.min(maxEntries, settings.maxEntries());
        return map.grouped() ? (int) Math.min(1_000_000L, entries * 100L) : entries;
    }

    /** Values for the parameters inside the map's own SQL. */
    private List<Object> parameters(ReadSql read, Asked asked, Columns known) {
        if (read.parameters().isEmpty()) {
            return List.of();
        }
        var key = read.asksFor("key") ? map.key() : map.patient().orElseThrow();
        var values =
                switch (asked) {
                    case Asked.OfPatient of -> key.valuesOf(of.patient());
                    case Asked.OfIds of ->
                            of.ids().size() == 1
                                    ? key.valuesOf(of.ids().getFirst())
                                    : Optional.<List<String>>empty();
                    case Asked.Found found -> Optional.<List<String>>empty();
                };
        List<Object> binds = new ArrayList<>();
        for (var name : read.parameters()) {
            int which =
                    Character.isDigit(name.charAt(name.length() - 1))
                            ? name.charAt(name.length() - 1) - '1'
                            : 0;
            var column = key.columns().get(Math.min(which, key.columns().size() - 1));
            binds.addAll(
                    Search.keyIs(
                                    new RowKey(List.of(new RowKey.Part(column, null))),
                                    List.of(values.orElseThrow(MapReader::unsupported).get(which)),
                                    known)
                            .binds());
        }
        return binds;
    }

    private void limit(PreparedStatement statement, Question<?> question) throws SQLException {
        var left = question.deadline().remaining();
        var wait =
                left.compareTo(settings.statementTimeout()) < 0
                        ? left
                        : settings.statementTimeout();
        statement.setQueryTimeout((int) Math.max(1, wait.plus(Duration.ofMillis(999)).toSeconds()));
    }

    private int nullType() {
        return settings.dialect() == Dialect.POSTGRESQL ? Types.OTHER : Types.VARCHAR;
    }

    private void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        switch (value) {
            case String text when nullType() == Types.OTHER ->
                    // Without a type of ours, PostgreSQL takes the column's.
                    statement.setObject(at, text, Types.OTHER);
            case String text -> statement.setString(at, text);
            case BigDecimal number -> statement.setBigDecimal(at, number);
            case Object other -> statement.setObject(at, other);
        }
    }

    private Answer mapped(
            List<SqlRow> rows, List<SearchFilter> filters, boolean more, int maxEntries) {
        if (more && map.grouped()) {
            // Which of the groups are whole cannot be known.
            throw SqlFaults.exception(FaultCode.TOO_LARGE, SqlFaults.detail(FaultCode.TOO_LARGE));
        }
        var issues = new Issues();
        List<RowMap.Mapped> mapped = new ArrayList<>();
        int nameless = 0;
        for (var group : groups(rows).values()) {
            var one = one(group, issues);
            if (one.isEmpty() || one.get().id().length() > NativeId.MAX_LENGTH) {
                nameless++;
            } else if (filters.stream()
                    .allMatch(filter -> map.search().keeps(filter, one.get().resource()))) {
                mapped.add(one.get());
            }
        }
        @Nullable SourceFault missing = null;
        if (more || mapped.size() > maxEntries) {
            missing = new SourceFault(FaultCode.TOO_LARGE, SqlFaults.detail(FaultCode.TOO_LARGE));
            mapped = mapped.subList(0, Math.min(mapped.size(), maxEntries));
        } else if (nameless > 0) {
            missing =
                    new SourceFault(
                            FaultCode.UNMAPPED,
                            nameless + " rows have no key, or one that is too long for an id");
        }
        return new Answer(mapped, missing, issues);
    }

    private Optional<RowMap.Mapped> one(List<SqlRow> group, Issues issues) {
        try {
            return map.map(List.<Row>copyOf(group), issues);
        } catch (JsonRefusedException e) {
            throw SqlFaults.exception(
                    FaultCode.MALFORMED, "a row holds more than a FHIR resource may");
        }
    }

    /** Rows by key. Doubles of a row are one; different rows of one key belong to a grouped map. */
    private Map<List<String>, List<SqlRow>> groups(List<SqlRow> rows) {
        var groups = new LinkedHashMap<List<String>, List<SqlRow>>();
        for (var row : rows) {
            var key =
                    map.key().of(row).orElse(List.of("", "no key", String.valueOf(groups.size())));
            var group = groups.computeIfAbsent(key, first -> new ArrayList<>());
            if (group.stream().noneMatch(other -> other.sameAs(row))) {
                group.add(row);
            }
            if (group.size() > 1 && !map.grouped()) {
                throw SqlFaults.exception(
                        FaultCode.UNEXPECTED_CONTENT,
                        "two different rows have one key: a join in "
                                + map.position().file()
                                + " gives several rows for one");
            }
        }
        return groups;
    }
}
