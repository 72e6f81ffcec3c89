package health.sheaf.mapping;

import org.jspecify.annotations.Nullable;

/** A part of what a source sent: a message, a group, a segment, a repeat, a component. */
interface NativeRecord {

    /**
     * Its text, escapes resolved; {@code null} for what has none of its own (a message, a group).
     */
    @Nullable String text();

    /** What it stands in, for paths that are not found in it; {@code null} for the outermost. */
    @Nullable NativeRecord around();

    /** The message or group it stands in, or is: what resources of one message refer by. */
    default NativeRecord group() {
        var around = around();
        return text() == null || around == null ? this : around.group();
    }
}
