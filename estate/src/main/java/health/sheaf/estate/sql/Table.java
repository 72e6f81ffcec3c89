package health.sheaf.estate.sql;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The rows of one table, as a JSON array: the quickest way in that needs nothing but JDBC. */
final class Table {

    private final String name;
    private final List<String> columns;
    private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();

    /**
     * @param columns their names, apart by blanks
     */
    Table(String name, String columns) {
        this.name = name;
        this.columns = List.of(columns.toLowerCase(Locale.ROOT).split(" ", -1));
    }

    String name() {
        return name;
    }

    /** One row, in the order of the columns; {@code null} is NULL. */
    void row(@Nullable String... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException("%s has %d columns".formatted(name, columns.size()));
        }
        var row = rows.addObject();
        for (int i = 0; i < values.length; i++) {
            row.put(columns.get(i), values[i]);
        }
    }

    int size() {
        return rows.size();
    }

    /** A statement with one parameter, {@link #json()}. */
    String insert() {
        return "INSERT INTO %s SELECT * FROM json_populate_recordset(NULL::%s, CAST(? AS json))"
                .formatted(name, name);
    }

    String json() {
        return rows.toString();
    }
}
