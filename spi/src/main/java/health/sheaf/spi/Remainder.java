package health.sheaf.spi;

import java.util.List;

/**
 * What a source could not filter. The engine applies it to the entries, so that every source
 * answers the same question however little it can do.
 *
 * @param filters the filters that were not applied, in the order of the request
 */
public record Remainder(List<SearchFilter> filters) {

    private static final Remainder NONE = new Remainder(List.of());

    public Remainder {
        filters = List.copyOf(filters);
    }

    /** Nothing is left to do. */
    public static Remainder none() {
        return NONE;
    }
}
