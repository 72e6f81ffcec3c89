package health.sheaf.mapping;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition on the rows of a read, which stands in the query as {@code q}.
 *
 * @param sql made of column names of the map and {@code ?} only
 * @param binds what is bound, in order: {@code String}, {@code BigDecimal}, {@code Boolean}, {@code
 *     LocalDate}, {@code LocalDateTime} or {@code OffsetDateTime}
 */
public record Condition(String sql, List<Object> binds) {

    /** Nothing fulfils it. */
    static final Condition NEVER = new Condition("1 = 0", List.of());

    public Condition {
        binds = List.copyOf(binds);
    }

    /** Whether no row can fulfil it, so that nobody need be asked. */
    public boolean isNever() {
        return equals(NEVER);
    }

    /** All of several conditions. */
    public static Condition all(List<Condition> conditions) {
        return joined(conditions, " AND ");
    }

    static Condition any(List<Condition> conditions) {
        return conditions.isEmpty() ? NEVER : joined(conditions, " OR ");
    }

    private static Condition joined(List<Condition> conditions, String by) {
        if (conditions.size() == 1) {
            return conditions.getFirst();
        }
        List<String> parts = new ArrayList<>();
        List<Object> binds = new ArrayList<>();
        for (var condition : conditions) {
            parts.add("(" + condition.sql() + ")");
            binds.addAll(condition.binds());
        }
        return new Condition(String.join(by, parts), binds);
    }

    /** Without what is bound: that may be a patient's. */
    @Override
    public String toString() {
        return sql;
    }
}
