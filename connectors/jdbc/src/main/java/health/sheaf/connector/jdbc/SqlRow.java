package health.sheaf.connector.jdbc;

import health.sheaf.mapping.Row;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row, out of the driver's hands. Rows of one answer share the index of their columns. */
final class SqlRow implements Row {

    private final Map<String, Integer> index;
    private final @Nullable Object[] values;

    SqlRow(Map<String, Integer> index, @Nullable Object[] values) {
        this.index = index;
        this.values = values;
    }

    @Override
    public @Nullable Object value(String column) {
        var at = index.get(column);
        return at == null ? null : values[at];
    }

    boolean sameAs(SqlRow other) {
        return Arrays.deepEquals(values, other.values);
    }
}
