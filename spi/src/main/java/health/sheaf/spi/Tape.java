package health.sheaf.spi;

import java.util.Arrays;

/**
 * The index of one JSON text: for each value, in document order, four numbers in one array. Objects
 * and arrays are followed by their children, and know where the next value after them stands.
 *
 * <ol>
 *   <li>where the name begins, behind its quote: 0 without a name, negative where it holds escapes
 *   <li>where the value begins
 *   <li>where it ends (exclusive)
 *   <li>the node after the value and all its children
 * </ol>
 *
 * <p>The kind of a value is its first byte. All resources of a Bundle share one tape.
 */
final class Tape {

    /** Numbers of a node. */
    static final int NODE = 4;

    static final int NAME = 0;
    static final int START = 1;
    static final int END = 2;
    static final int NEXT = 3;

    static final int ROOT = 0;

    /** No node. */
    static final int NONE = -1;

    private final byte[] json;
    private final int[] cells;
    private final int[] references;
    private final Words words;

    /**
     * @param references the nodes of members with that name in the singular, ascending
     */
    Tape(byte[] json, int[] cells, int[] references) {
        this.json = json;
        this.cells = cells;
        this.references = references;
        this.words = new Words(json);
    }

    byte[] json() {
        return json;
    }

    int start(int node) {
        return cells[node + START];
    }

    int end(int node) {
        return cells[node + END];
    }

    int next(int node) {
        return cells[node + NEXT];
    }

    /** The first child; {@link #next} of the node itself where it has none. */
    int first(int node) {
        return node + NODE;
    }

    boolean isEmpty(int node) {
        return first(node) == next(node);
    }

    boolean isObject(int node) {
        return json[start(node)] == '{';
    }

    boolean isArray(int node) {
        return json[start(node)] == '[';
    }

    boolean isString(int node) {
        return json[start(node)] == '"';
    }

    boolean isNull(int node) {
        return json[start(node)] == 'n';
    }

    /** The text of a string (unescaped), number or boolean. */
    String text(int node) {
        return isString(node)
                ? JsonText.decode(json, start(node) + 1, end(node) - 1)
                : JsonText.decode(json, start(node), end(node));
    }

    /** As {@link #text} of a string, for texts that stand in one document again and again. */
    String word(int node) {
        return words.text(start(node) + 1, end(node) - 1);
    }

    /** The name of a member, unescaped. */
    String name(int node) {
        int from = Math.abs(cells[node + NAME]);
        return JsonText.decode(json, from, JsonText.close(json, from));
    }

    /** The member of an object by its name, or {@link #NONE}; also for what is not an object. */
    int member(int node, String name) {
        return member(node, name, 0, name.length());
    }

    /** The same, with the name as a part of a longer string. */
    int member(int node, String text, int from, int to) {
        if (!isObject(node)) {
            return NONE;
        }
        int last = next(node);
        for (int child = first(node); child < last; child = cells[child + NEXT]) {
            if (isNamed(child, text, from, to)) {
                return child;
            }
        }
        return NONE;
    }

    /** The first character of a member's name as a byte; the quote where the name is empty. */
    byte initial(int node) {
        int at = cells[node + NAME];
        return at < 0 ? JsonText.unescaped(json, -at, JsonText.close(json, -at))[0] : json[at];
    }

    boolean isNamed(int node, String name) {
        return isNamed(node, name, 0, name.length());
    }

    private boolean isNamed(int node, String text, int from, int to) {
        int at = cells[node + NAME];
        if (at < 0) {
            return name(node).contentEquals(text.subSequence(from, to));
        }
        for (int i = from; i < to; i++) {
            // No element of FHIR has a name outside ASCII; another name never matches here.
            if (json[at++] != text.charAt(i)) {
                return false;
            }
        }
        return json[at] == '"';
    }

    /** The nodes named {@code reference} inside a node, as they stand in the document. */
    int[] references(int node) {
        return Arrays.copyOfRange(references, position(node), position(next(node)));
    }

    private int position(int node) {
        int found = Arrays.binarySearch(references, node);
        return found < 0 ? -found - 1 : found;
    }
}
