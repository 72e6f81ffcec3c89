package health.sheaf.spi;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a Jackson tree of a tape. It recurses, for the scanner has bounded the depth; and decimals
 * are {@link BigDecimal}, never binary: {@code 1.10} stays {@code 1.10}.
 */
final class TreeReader {

    /** So many decimal digits always fit an int or a long, a sign included. */
    private static final int INT_CHARACTERS = 9;

    private static final int LONG_CHARACTERS = 18;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Tape tape;

    TreeReader(Tape tape) {
        this.tape = tape;
    }

    /** The tree of a node that is an object. */
    ObjectNode object(int node) {
        var object = NODES.objectNode();
        int last = tape.next(node);
        for (int member = tape.first(node); member < last; member = tape.next(member)) {
            object.set(tape.name(member), value(member));
        }
        return object;
    }

    private ArrayNode array(int node) {
        var array = NODES.arrayNode();
        int last = tape.next(node);
        for (int item = tape.first(node); item < last; item = tape.next(item)) {
            array.add(value(item));
        }
        return array;
    }

    private JsonNode value(int node) {
        return switch (tape.json()[tape.start(node)]) {
            case '{' -> object(node);
            case '[' -> array(node);
            case '"' -> NODES.stringNode(tape.text(node));
            case 't' -> NODES.booleanNode(true);
            case 'f' -> NODES.booleanNode(false);
            case 'n' -> NODES.nullNode();
            default -> number(tape.text(node));
        };
    }

    private static JsonNode number(String text) {
        if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return NODES.numberNode(new BigDecimal(text));
        }
        if (text.length() <= INT_CHARACTERS) {
            return NODES.numberNode(Integer.parseInt(text));
        }
        if (text.length() <= LONG_CHARACTERS) {
            long number = Long.parseLong(text);
            return number == (int) number
                    ? NODES.numberNode((int) number)
                    : NODES.numberNode(number);
        }
        var number = new BigInteger(text);
        return number.bitLength() < Long.SIZE
                ? NODES.numberNode(number.longValue())
                : NODES.numberNode(number);
    }
}
