package health.sheaf.spi;

import java.util.Arrays;

/**
 * Reads a JSON text strictly (RFC 8259) and writes its {@link Tape}: one pass, no recursion,
 * nothing allocated for a value. What the limits or the grammar do not allow ends it at once.
 */
final class JsonScanner {

    /**
     * Compact Synthea, UK Core and PDS have 20 to 26 bytes a value, indented ones more. A guess
     * that was too small costs a copy of the tape.
     */
    private static final int BYTES_PER_VALUE = 20;

    private static final int NO_NAME = 0;
    private static final long REFERENC = 0x636E657265666572L;
    private static final int REFERENCE_LENGTH = "reference".length();
    private static final long EIGHT_SPACES = 0x2020202020202020L;

    private final byte[] json;
    private final FhirJson.Limits limits;
    private final JsonText text;
    private final MemberNames names;

    private int[] cells;
    private int top;
    private int[] references = new int[16];
    private int referenceCount;

    private final int[] open;
    private int depth;
    private boolean inObject;

    private JsonScanner(byte[] json, FhirJson.Limits limits) {
        this.json = json;
        this.limits = limits;
        this.text = new JsonText(json, limits.maxStringBytes());
        this.names = new MemberNames(json, limits.maxDepth());
        this.open = new int[limits.maxDepth() + 1];
        int values = Math.min(limits.maxTokens(), json.length / BYTES_PER_VALUE + 8);
        this.cells = new int[values * Tape.NODE];
    }

    /**
     * Reads any JSON value, whether or not it is FHIR.
     *
     * @throws JsonRefusedException at the first fault
     */
    static Tape scan(byte[] json, FhirJson.Limits limits) {
        if (json.length > limits.maxBytes()) {
            throw new JsonRefusedException(JsonRefusal.TOO_LARGE, limits.maxBytes());
        }
        Utf8.checkBeginning(json);
        return new JsonScanner(json, limits).document();
    }

    private Tape document() {
        int at = value(blank(0), NO_NAME);
        while (depth > 0) {
            int before = depth;
            at = inObject ? member(at) : value(at, NO_NAME);
            if (depth == before) {
                at = close(at);
            }
        }
        at = blank(at);
        if (at < json.length) {
            throw new JsonRefusedException(JsonRefusal.TRAILING_DATA, at);
        }
        return new Tape(json, cells, Arrays.copyOf(references, referenceCount));
    }

    private int member(int at) {
        if (byteAt(at) != '"') {
            throw new JsonRefusedException(JsonRefusal.SYNTAX, at);
        }
        int from = at + 1;
        int to = text.end(from);
        boolean escaped = text.lastEscape() >= from;
        names.add(depth, from, to, escaped, cells, open[depth] + Tape.NODE, top);
        if (isReference(from, to, escaped)) {
            addReference();
        }
        int colon = blank(to + 1);
        if (byteAt(colon) != ':') {
            throw new JsonRefusedException(JsonRefusal.SYNTAX, colon);
        }
        return value(blank(colon + 1), escaped ? -from : from);
    }

    private boolean isReference(int from, int to, boolean escaped) {
        if (escaped) {
            return JsonText.decode(json, from, to).equals("reference");
        }
        return to - from == REFERENCE_LENGTH
                && JsonText.word(json, from) == REFERENC
                && json[to - 1] == 'e';
    }

    /**
     * Reads a scalar or an empty container whole, of any other container the beginning.
     *
     * @return behind what was read
     */
    private int value(int at, int name) {
        byte first = byteAt(at);
        int node = append(name, at);
        int end;
        if (first == '"') {
            end = text.end(at + 1) + 1;
        } else if (first == '{' || first == '[') {
            end = open(node, at);
        } else {
            end = wordOrNumber(first, at);
        }
        // An open container gets both again when it closes.
        cells[node + Tape.END] = end;
        cells[node + Tape.NEXT] = node + Tape.NODE;
        return end;
    }

    private int wordOrNumber(byte first, int at) {
        if ((first >= '0' && first <= '9') || first == '-') {
            return JsonNumber.end(json, at, limits);
        }
        return switch (first) {
            case 't' -> literal(at, "true");
            case 'f' -> literal(at, "false");
            case 'n' -> literal(at, "null");
            case '+', '.', 'N', 'I' ->
                    throw new JsonRefusedException(JsonRefusal.NUMBER_MALFORMED, at);
            default -> throw new JsonRefusedException(JsonRefusal.SYNTAX, at);
        };
    }

    /** The value that is read next will be the node at the top. */
    private void addReference() {
        if (referenceCount == references.length) {
            references = Arrays.copyOf(references, referenceCount * 2);
        }
        references[referenceCount++] = top;
    }

    private int append(int name, int at) {
        int node = top;
        if (node == cells.length) {
            grow(at);
        }
        cells[node + Tape.NAME] = name;
        cells[node + Tape.START] = at;
        top = node + Tape.NODE;
        return node;
    }

    private void grow(int at) {
        int values = cells.length / Tape.NODE;
        if (values >= limits.maxTokens()) {
            throw new JsonRefusedException(JsonRefusal.TOO_MANY_TOKENS, at);
        }
        int more = (int) Math.min(limits.maxTokens(), values * 2L);
        cells = Arrays.copyOf(cells, more * Tape.NODE);
    }

    private int open(int node, int at) {
        if (depth == limits.maxDepth()) {
            throw new JsonRefusedException(JsonRefusal.TOO_DEEP, at);
        }
        int inside = blank(at + 1);
        if (byteAt(inside) == closing(at)) {
            return inside + 1;
        }
        depth++;
        open[depth] = node;
        inObject = json[at] == '{';
        if (inObject) {
            names.open(depth);
        }
        return inside;
    }

    /**
     * Goes on behind a value: closes what ends here.
     *
     * @return where the next item begins, or behind the whole document
     */
    private int close(int behind) {
        int at = behind;
        while (depth > 0) {
            at = blank(at);
            byte b = byteAt(at);
            if (b == ',') {
                return blank(at + 1);
            }
            int node = open[depth];
            if (b != closing(cells[node + Tape.START])) {
                throw new JsonRefusedException(JsonRefusal.SYNTAX, at);
            }
            if (inObject) {
                names.close(depth, cells, node + Tape.NODE, top);
            }
            at++;
            cells[node + Tape.END] = at;
            cells[node + Tape.NEXT] = top;
            depth--;
            inObject = depth > 0 && json[cells[open[depth] + Tape.START]] == '{';
        }
        return at;
    }

    /** The brackets and braces of ASCII stand two apart. */
    private int closing(int opening) {
        return json[opening] + 2;
    }

    private int literal(int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(at + i) != word.charAt(i)) {
                throw new JsonRefusedException(JsonRefusal.SYNTAX, at + i);
            }
        }
        return at + word.length();
    }

    private byte byteAt(int at) {
        if (at >= json.length) {
            throw new JsonRefusedException(JsonRefusal.TRUNCATED, json.length);
        }
        return json[at];
    }

    private int blank(int at) {
        return at < json.length && json[at] > ' ' ? at : skip(at);
    }

    private int skip(int from) {
        int at = from;
        while (at < json.length) {
            if (at + Long.BYTES <= json.length && JsonText.word(json, at) == EIGHT_SPACES) {
                at += Long.BYTES;
            } else if (isBlank(json[at])) {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
