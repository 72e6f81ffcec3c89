package health.sheaf.connector.jdbc;

import health.sheaf.mapping.ColumnTypes;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The columns of an answer: what they are called, what they hold, how they are read. */
final class Columns implements ColumnTypes {

    private enum Reading {
        TEXT,
        PADDED,
        LONG_TEXT,
        NUMBER,
        FLAG,
        DATE,
        TIMESTAMP,
        TIMESTAMP_WITH_ZONE,
        TIME,
        BYTES,
        OTHER
    }

    private final Map<String, Integer> index;
    private final List<Reading> readings;

    private Columns(Map<String, Integer> index, List<Reading> readings) {
        this.index = index;
        this.readings = List.copyOf(readings);
    }

    static Columns of(ResultSetMetaData data) throws SQLException {
        var index = new TreeMap<String, Integer>(String.CASE_INSENSITIVE_ORDER);
        List<Reading> readings = new ArrayList<>();
        for (int i = 1; i <= data.getColumnCount(); i++) {
            index.putIfAbsent(data.getColumnLabel(i), i - 1);
            readings.add(reading(data.getColumnType(i), data.getColumnTypeName(i)));
        }
        return new Columns(index, readings);
    }

    private static Reading reading(int type, @Nullable String name) {
        return switch (type) {
            case Types.CHAR, Types.NCHAR -> Reading.PADDED;
            case Types.CLOB, Types.NCLOB -> Reading.LONG_TEXT;
            case Types.VARCHAR, Types.NVARCHAR, Types.LONGVARCHAR, Types.LONGNVARCHAR ->
                    Reading.TEXT;
            case Types.NUMERIC,
                    Types.DECIMAL,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.SMALLINT,
                    Types.TINYINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE ->
                    Reading.NUMBER;
            case Types.BIT, Types.BOOLEAN -> Reading.FLAG;
            case Types.DATE -> Reading.DATE;
            // PostgreSQL's driver calls both kinds of timestamp by one number.
            case Types.TIMESTAMP ->
                    "timestamptz".equalsIgnoreCase(name)
                            ? Reading.TIMESTAMP_WITH_ZONE
                            : Reading.TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> Reading.TIMESTAMP_WITH_ZONE;
            case Types.TIME -> Reading.TIME;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> Reading.BYTES;
            default -> Reading.OTHER;
        };
    }

    boolean has(String column) {
        return index.containsKey(column);
    }

    @Override
    public Type of(String column) {
        var at = index.get(column);
        if (at == null) {
            return Type.OTHER;
        }
        return switch (readings.get(at)) {
            case TEXT, PADDED, LONG_TEXT -> Type.TEXT;
            case NUMBER -> Type.NUMBER;
            case FLAG -> Type.BOOLEAN;
            case DATE -> Type.DATE;
            case TIMESTAMP -> Type.TIMESTAMP;
            case TIMESTAMP_WITH_ZONE -> Type.TIMESTAMP_WITH_ZONE;
            case TIME, BYTES, OTHER -> Type.OTHER;
        };
    }

    /**
     * Reads the row the result stands at.
     *
     * @param budget what the answer may still hold
     */
    SqlRow row(ResultSet rows, Budget budget) throws SQLException {
        var values = new @Nullable Object[readings.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(rows, i + 1, readings.get(i), budget);
        }
        return new SqlRow(index, values);
    }

    private static @Nullable Object value(
            ResultSet rows, int column, Reading reading, Budget budget) throws SQLException {
        return switch (reading) {
            case TEXT, OTHER -> budget.text(rows.getString(column));
            case PADDED -> {
                var text = budget.text(rows.getString(column));
                yield text == null ? null : text.stripTrailing();
            }
            case LONG_TEXT -> longText(rows, column, budget);
            case NUMBER -> number(rows, column);
            case FLAG -> {
                boolean flag = rows.getBoolean(column);
                yield rows.wasNull() ? null : flag;
            }
            case DATE -> rows.getObject(column, LocalDate.class);
            case TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
            case TIMESTAMP_WITH_ZONE -> rows.getObject(column, OffsetDateTime.class);
            case TIME -> rows.getObject(column, LocalTime.class);
            case BYTES -> budget.bytes(rows.getBytes(column));
        };
    }

    /** As text first: a double has digits the database never held. */
    private static @Nullable Object number(ResultSet rows, int column) throws SQLException {
        var text = rows.getString(column);
        if (text == null) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            // NaN and infinity are no numbers; a map cannot read them as such.
            return text;
        }
    }

    private static @Nullable Object longText(ResultSet rows, int column, Budget budget)
            throws SQLException {
        try (Reader reader = rows.getCharacterStream(column)) {
            if (reader == null) {
                return null;
            }
            var text = new char[8192];
            var all = new StringBuilder();
            for (int n = reader.read(text); n >= 0; n = reader.read(text)) {
                all.append(text, 0, n);
                budget.check(all.length());
            }
            return budget.text(all.toString());
        } catch (IOException e) {
            throw new SQLException("a long text broke off", "08006");
        }
    }
}
