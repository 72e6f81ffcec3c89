package health.sheaf.mapping;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An expression, compiled.
 *
 * @param kinds what it can give: several where alternatives differ
 * @param columns every column it reads
 * @param constant whether it reads nothing
 * @param possible the texts it can give, where they are known beforehand; empty where not
 * @param pipe how it reads one column, where it does just that
 * @param eval what it does
 */
record Leaf(
        Set<Kind> kinds,
        Set<String> columns,
        boolean constant,
        Set<String> possible,
        @Nullable Pipe pipe,
        Eval eval) {

    /**
     * One column through functions: what push-down can invert.
     *
     * @param fallback what stands where the column has nothing; a condition on it cannot be pushed
     */
    record Pipe(String column, List<Step> steps, @Nullable String fallback) {
        Pipe {
            steps = List.copyOf(steps);
        }
    }

    @FunctionalInterface
    interface Eval {
        Value of(Scope scope);
    }
}
