package health.sheaf.mapping;

import health.sheaf.spi.Position;

/**
 * A format whose records a map reads: how its native paths are written, and what they find.
 *
 * <p>A new format brings three things: its paths ({@link NativePath}, compiled when the map is
 * loaded), its records ({@link NativeRecord}: a message, a group, a segment, a repeat, a component)
 * and this. Everything else (functions, shapes, tables, templates, checks) is the map language's.
 */
interface NativeFormat {

    /** As {@code from:} says it. */
    String name();

    /**
     * Where the native path ends that stands in an expression.
     *
     * @param from where it would start
     * @return {@code from} where none stands there; blanks inside brackets belong to it
     */
    int endOfPath(String text, int from);

    /**
     * Compiles a path. {@code it} is the record in hand, {@code it.1} a part of it.
     *
     * @throws health.sheaf.spi.DefinitionException where it is none
     */
    NativePath path(String text, Position position);
}
