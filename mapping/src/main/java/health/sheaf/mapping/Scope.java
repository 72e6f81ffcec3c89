package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a leaf can see while one resource is made: its rows, or its place in a message, the
 * item in hand, the issues.
 */
final class Scope {

    /** Reads a column or a native path where the scope stands. */
    private interface Place {
        Value read(String name);
    }

    /**
     * A place in a message.
     *
     * @param here the record in hand
     * @param making the Bundle that is being made of it
     */
    private record InMessage(NativePaths paths, NativeRecord here, BundleMaking making)
            implements Place {
        @Override
        public Value read(String path) {
            var found = paths.find(path, here);
            return found.isEmpty() ? Value.Absent.ABSENT : new Value.Parts(found);
        }
    }

    private record InRow(Row row) implements Place {
        @Override
        public Value read(String column) {
            return Value.of(row.value(column));
        }
    }

    private final List<Row> rows;
    private final Place place;
    private final Value item;
    private final Set<String> absent;
    private final Issues issues;

    private Scope(List<Row> rows, Place place, Value item, Set<String> absent, Issues issues) {
        this.rows = rows;
        this.place = place;
        this.item = item;
        this.absent = absent;
        this.issues = issues;
    }

    /**
     * @param rows the rows of one key
     * @param absent words that mean nothing, in small letters
     */
    static Scope of(List<Row> rows, Set<String> absent, Issues issues) {
        return new Scope(rows, new InRow(rows.getFirst()), Value.Absent.ABSENT, absent, issues);
    }

    /** A place in a message. */
    static Scope of(
            NativeRecord here,
            NativePaths paths,
            BundleMaking making,
            Set<String> absent,
            Issues issues) {
        return new Scope(
                List.of(),
                new InMessage(paths, here, making),
                new Value.Parts(List.of(here)),
                absent,
                issues);
    }

    /** What a column holds, or a native path finds. */
    Value column(String name) {
        var value = place.read(name);
        return isNothing(value) ? Value.Absent.ABSENT : value;
    }

    private boolean isNothing(Value value) {
        if (absent.isEmpty() || !value.present()) {
            return false;
        }
        var text = value.asText();
        return text != null && absent.contains(text.strip().toLowerCase(Locale.ROOT));
    }

    Value item() {
        return item;
    }

    List<Row> rows() {
        return rows;
    }

    /** The record in hand; {@code null} among rows. */
    @Nullable NativeRecord here() {
        return place instanceof InMessage message ? message.here() : null;
    }

    /** The Bundle that is being made; {@code null} among rows. */
    @Nullable BundleMaking making() {
        return place instanceof InMessage message ? message.making() : null;
    }

    Scope with(Row other) {
        return new Scope(rows, new InRow(other), item, absent, issues);
    }

    Scope with(Value other) {
        return new Scope(rows, place, other, absent, issues);
    }

    /** The same with another record of the message in hand. */
    Scope with(NativeRecord other) {
        if (!(place instanceof InMessage message)) {
            return this;
        }
        return new Scope(
                rows,
                new InMessage(message.paths(), other, message.making()),
                new Value.Parts(List.of(other)),
                absent,
                issues);
    }

    /** The same place with a list of its own for issues that may not count in the end. */
    Scope withIssues(Issues others) {
        return new Scope(rows, place, item, absent, others);
    }

    Issues issues() {
        return issues;
    }

    void issue(IssueKind kind, Position position) {
        issues.count(kind, position);
    }
}
