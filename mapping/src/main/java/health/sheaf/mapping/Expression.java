package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a leaf says, parsed and not yet understood. */
sealed interface Expression {

    Position position();

    /** A column, or {@code it} inside a repeat. */
    record Column(String name, Position position) implements Expression {}

    record Literal(String text, Position position) implements Expression {}

    /** A function that starts from its arguments. */
    record Start(Call call) implements Expression {
        @Override
        public Position position() {
            return call.position();
        }
    }

    /** The first alternative that has a value. */
    record Coalesce(List<Expression> alternatives, Position position) implements Expression {
        public Coalesce {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** A value through functions. */
    record Pipe(Expression source, List<Call> calls, Position position) implements Expression {
        public Pipe {
            calls = List.copyOf(calls);
        }
    }

    /** One function with its arguments. */
    record Call(String name, List<Argument> arguments, Position position) {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * One argument.
     *
     * @param name where it was written {@code name=text}
     * @param text as written, without quotes
     * @param quoted whether it was in quotes
     */
    record Argument(@Nullable String name, String text, boolean quoted, Position position) {}
}
