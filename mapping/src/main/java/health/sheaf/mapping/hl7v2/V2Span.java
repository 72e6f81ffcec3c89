package health.sheaf.mapping.hl7v2;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a message: from a field with its repeats down to a subcomponent. It holds no text, only
 * where it stands.
 *
 * @param start of its first character in the message
 * @param end one after its last
 */
public record V2Span(V2Message message, int start, int end, Level level) {

    /** What a span is. */
    public enum Level {
        FIELD,
        REPEAT,
        COMPONENT,
        SUBCOMPONENT
    }

    /** Whether there is nothing in it, or only separators, or HL7's null ({@code ""}). */
    public boolean isEmpty() {
        int last = trimmedEnd();
        return last == start
                || (last - start == 2
                        && message.text().charAt(start) == '"'
                        && message.text().charAt(start + 1) == '"');
    }

    /** The repeats of a field. */
    public List<V2Span> repeats() {
        if (start == end) {
            return List.of();
        }
        var text = message.text();
        char separator = message.separators().repetition();
        int at = text.indexOf(separator, start);
        if (at < 0 || at >= end || level != Level.FIELD) {
            return List.of(new V2Span(message, start, end, Level.REPEAT));
        }
        List<V2Span> repeats = new ArrayList<>();
        int from = start;
        while (at >= 0 && at < end) {
            repeats.add(new V2Span(message, from, at, Level.REPEAT));
            from = at + 1;
            at = text.indexOf(separator, from);
        }
        repeats.add(new V2Span(message, from, end, Level.REPEAT));
        return repeats;
    }

    /** A component of a repeat (of a field: of its first), from 1; empty where it is not there. */
    public V2Span component(int number) {
        return switch (level) {
            case FIELD -> {
                var repeats = repeats();
                yield repeats.isEmpty()
                        ? new V2Span(message, end, end, Level.COMPONENT)
                        : repeats.getFirst().component(number);
            }
            case REPEAT -> part(number, message.separators().component(), Level.COMPONENT);
            case COMPONENT, SUBCOMPONENT ->
                    number == 1 ? this : new V2Span(message, end, end, level);
        };
    }

    /** A subcomponent of a component (of a repeat: of its first), from 1. */
    public V2Span subcomponent(int number) {
        return switch (level) {
            case FIELD, REPEAT -> component(1).subcomponent(number);
            case COMPONENT -> part(number, message.separators().subcomponent(), Level.SUBCOMPONENT);
            case SUBCOMPONENT -> number == 1 ? this : new V2Span(message, end, end, level);
        };
    }

    /** The part below this one: a component of a repeat, a subcomponent of a component. */
    public V2Span below(int number) {
        return level == Level.COMPONENT ? subcomponent(number) : component(number);
    }

    private V2Span part(int number, char separator, Level what) {
        var text = message.text();
        int from = start;
        for (int i = 1; i < number; i++) {
            int at = text.indexOf(separator, from);
            if (at < 0 || at >= end) {
                return new V2Span(message, end, end, what);
            }
            from = at + 1;
        }
        int at = text.indexOf(separator, from);
        return new V2Span(message, from, at < 0 || at > end ? end : at, what);
    }

    /** The end without the separators that close empty parts. */
    private int trimmedEnd() {
        var text = message.text();
        var separators = message.separators();
        int last = end;
        while (last > start) {
            char c = text.charAt(last - 1);
            boolean below =
                    switch (level) {
                        case FIELD ->
                                c == separators.repetition()
                                        || c == separators.component()
                                        || c == separators.subcomponent();
                        case REPEAT ->
                                c == separators.component() || c == separators.subcomponent();
                        case COMPONENT -> c == separators.subcomponent();
                        case SUBCOMPONENT -> false;
                    };
            if (!below) {
                break;
            }
            last--;
        }
        return last;
    }

    /** The whole of it as text, escapes resolved, without separators at its end. */
    public String text() {
        return V2Escapes.resolve(message.text(), start, trimmedEnd(), message.separators());
    }
}
