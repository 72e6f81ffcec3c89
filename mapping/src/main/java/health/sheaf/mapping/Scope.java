package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.List;
import java.util.Set;

/** Everything a leaf can see while one resource is made: its rows, the item in hand, the issues. */
final class Scope {

    private final List<Row> rows;
    private final Row row;
    private final Value item;
    private final Set<String> absent;
    private final Issues issues;

    private Scope(List<Row> rows, Row row, Value item, Set<String> absent, Issues issues) {
        this.rows = rows;
        this.row = row;
        this.item = item;
        this.absent = absent;
        this.issues = issues;
    }

    /**
     * @param rows the rows of one key
     * @param absent words that mean nothing, in small letters
     */
    static Scope of(List<Row> rows, Set<String> absent, Issues issues) {
        return new Scope(rows, rows.getFirst(), Value.Absent.ABSENT, absent, issues);
    }

    Value column(String name) {
        var value = Value.of(row.value(name));
        return isNothing(value) ? Value.Absent.ABSENT : value;
    }

    private boolean isNothing(Value value) {
        if (absent.isEmpty() || !value.present()) {
            return false;
        }
        var text = value.asText();
        return text != null && absent.contains(text.strip().toLowerCase(java.util.Locale.ROOT));
    }

    Value item() {
        return item;
    }

    List<Row> rows() {
        return rows;
    }

    Scope with(Row other) {
        return new Scope(rows, other, item, absent, issues);
    }

    Scope with(Value other) {
        return new Scope(rows, row, other, absent, issues);
    }

    /** The same place with a list of its own for issues that may not count in the end. */
    Scope withIssues(Issues others) {
        return new Scope(rows, row, item, absent, others);
    }

    Issues issues() {
        return issues;
    }

    void issue(IssueKind kind, Position position) {
        issues.count(kind, position);
    }
}
