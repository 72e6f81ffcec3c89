package health.sheaf.mapping;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One function of a pipe, ready to run.
 *
 * @param name as the map writes it
 * @param gives what comes out
 * @param traits what it promises
 * @param pushdown how a condition goes through it into the database
 * @param columns the columns its arguments read
 * @param possible the texts it can give, where they are known beforehand
 * @param body what it does
 */
record Step(
        String name,
        Kind gives,
        Traits traits,
        Pushdown pushdown,
        Set<String> columns,
        Set<String> possible,
        Body body) {

    Step(String name, Kind gives, Traits traits, Pushdown pushdown, Body body) {
        this(name, gives, traits, pushdown, Set.of(), Set.of(), body);
    }

    /**
     * @param invertible whether what comes out can be written back
     * @param equalitySafe whether equal in FHIR is equal in the column (or in the expression of its
     *     push-down)
     * @param orderSafe whether the column sorts as FHIR does
     */
    record Traits(boolean invertible, boolean equalitySafe, boolean orderSafe) {
        static final Traits NONE = new Traits(false, false, false);
    }

    /** What happens to a value; never called with an absent one. */
    @FunctionalInterface
    interface Body {
        Value apply(Value in, Scope scope);
    }

    /** A code somebody looks for. */
    record Wanted(@Nullable String system, String code) {}

    /** How a condition goes through a function into the database. */
    sealed interface Pushdown {

        /** It cannot. */
        record None() implements Pushdown {}

        /** The value is the same on both sides. */
        record Same() implements Pushdown {}

        /** Both sides are compared folded: the column by an expression, the value here. */
        record Folded(Expression expression, UnaryOperator<String> fold) implements Pushdown {
            interface Expression {
                String sql(String inner, Dialect dialect);
            }
        }

        /** The native codes that have a meaning; empty where that cannot be known. */
        record Codes(Inverse inverse) implements Pushdown {
            interface Inverse {
                Optional<List<String>> natives(Wanted wanted);
            }
        }

        /**
         * A date.
         *
         * @param ordered whether the column sorts by time
         * @param formatted whether the map gives the format of a text column
         * @param text how a day is written in a text column
         */
        record Dates(boolean ordered, boolean formatted, Form text) implements Pushdown {
            interface Form {
                String of(LocalDate day);
            }
        }
    }
}
