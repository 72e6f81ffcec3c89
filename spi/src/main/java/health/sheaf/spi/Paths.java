package health.sheaf.spi;

import java.util.function.IntConsumer;

/** Walks dotted element names through a tape, without splitting them. */
final class Paths {

    private Paths() {}

    /** Gives every value at a path, in document order; arrays are walked through, also the last. */
    static void walk(Tape tape, int node, String path, IntConsumer found) {
        walk(tape, node, path, 0, found);
    }

    private static void walk(Tape tape, int node, String path, int from, IntConsumer found) {
        if (tape.isArray(node)) {
            int last = tape.next(node);
            for (int item = tape.first(node); item < last; item = tape.next(item)) {
                walk(tape, item, path, from, found);
            }
            return;
        }
        if (from > path.length()) {
            found.accept(node);
            return;
        }
        int dot = path.indexOf('.', from);
        int to = dot < 0 ? path.length() : dot;
        int member = tape.member(node, path, from, to);
        if (member != Tape.NONE) {
            walk(tape, member, path, to + 1, found);
        }
    }

    /** Whether the first name of a path is this one. */
    static boolean beginsWith(String path, String name) {
        int length = name.length();
        return path.startsWith(name) && (path.length() == length || path.charAt(length) == '.');
    }

    /**
     * Whether an edit can have inserted what stands at a path. Everything else is answered from the
     * bytes as they came and from what replaced them.
     */
    static boolean canBeInserted(String path) {
        return path.equals("id") || path.equals("meta") || path.equals("meta.source");
    }
}
