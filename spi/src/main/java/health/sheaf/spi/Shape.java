package health.sheaf.spi;

import org.jspecify.annotations.Nullable;

/**
 * The little of FHIR's shape that everything else relies on, checked once at the door: types, ids,
 * {@code meta}, references, contained resources.
 */
final class Shape {

    private static final int MAX_ID = 64;
    private static final int MAX_TYPE = 64;

    private Shape() {}

    /** The type of a resource; the node must be an object. */
    static String typeOf(Tape tape, int resource) {
        int type = tape.member(resource, "resourceType");
        if (type == Tape.NONE) {
            throw new JsonRefusedException(JsonRefusal.RESOURCE_TYPE_MISSING, tape.start(resource));
        }
        var name = needText(tape, type);
        if (!isTypeName(name)) {
            throw new JsonRefusedException(JsonRefusal.RESOURCE_TYPE_MALFORMED, tape.start(type));
        }
        return name;
    }

    /** The logical id of a resource, where it has one. */
    static @Nullable String idOf(Tape tape, int resource) {
        int node = tape.member(resource, "id");
        if (node == Tape.NONE) {
            return null;
        }
        var id = needText(tape, node);
        if (!isId(id)) {
            throw new JsonRefusedException(JsonRefusal.ID_MALFORMED, tape.start(node));
        }
        return id;
    }

    /** Checks {@code meta} as far as we read or write it. */
    static void checkMeta(Tape tape, int resource) {
        int meta = tape.member(resource, "meta");
        if (meta != Tape.NONE) {
            needObject(tape, meta);
            checkText(tape, meta, "versionId");
            checkText(tape, meta, "lastUpdated");
            checkText(tape, meta, "source");
        }
    }

    /** Checks the resources inside a resource, and those inside them. */
    static void checkContained(Tape tape, int resource) {
        int contained = tape.member(resource, "contained");
        if (contained == Tape.NONE) {
            return;
        }
        needArray(tape, contained);
        int last = tape.next(contained);
        for (int item = tape.first(contained); item < last; item = tape.next(item)) {
            check(tape, item);
        }
    }

    private static void check(Tape tape, int resource) {
        needObject(tape, resource);
        typeOf(tape, resource);
        idOf(tape, resource);
        checkMeta(tape, resource);
        checkContained(tape, resource);
    }

    /**
     * Checks every element named {@code reference}: a string without control characters, or an
     * object (Consent.provision.data.reference is a Reference itself, Claim.related.reference an
     * Identifier).
     */
    static void checkReferences(Tape tape) {
        for (int node : tape.references(Tape.ROOT)) {
            if (tape.isString(node)) {
                checkCharacters(tape, node);
            } else {
                needObject(tape, node);
            }
        }
    }

    private static void checkCharacters(Tape tape, int node) {
        byte[] json = tape.json();
        int last = tape.end(node) - 1;
        for (int i = tape.start(node) + 1; i < last; i++) {
            // Raw ones below U+0020 never come so far; the others are DEL, escapes and U+0080-9F.
            if (json[i] == 0x7F || json[i] == '\\' || json[i] < 0) {
                if (tape.text(node).chars().anyMatch(Character::isISOControl)) {
                    throw new JsonRefusedException(
                            JsonRefusal.REFERENCE_MALFORMED, tape.start(node));
                }
                return;
            }
        }
    }

    /** {@code total} of a Bundle, where it says one. */
    static @Nullable Integer total(Tape tape) {
        int node = tape.member(Tape.ROOT, "total");
        if (node == Tape.NONE) {
            return null;
        }
        byte first = tape.json()[tape.start(node)];
        if (first >= '0' && first <= '9') {
            try {
                return Integer.valueOf(tape.text(node));
            } catch (NumberFormatException e) {
                throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
            }
        }
        throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
    }

    /** The text of a member that must be a string where it is there. */
    static @Nullable String text(Tape tape, int object, String name) {
        int node = tape.member(object, name);
        return node == Tape.NONE ? null : needText(tape, node);
    }

    private static void checkText(Tape tape, int object, String name) {
        int node = tape.member(object, name);
        if (node != Tape.NONE && !tape.isString(node)) {
            throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
        }
    }

    private static String needText(Tape tape, int node) {
        if (!tape.isString(node)) {
            throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
        }
        return tape.text(node);
    }

    static void needObject(Tape tape, int node) {
        if (!tape.isObject(node)) {
            throw new JsonRefusedException(JsonRefusal.NOT_AN_OBJECT, tape.start(node));
        }
    }

    static void needArray(Tape tape, int node) {
        if (!tape.isArray(node)) {
            throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
        }
    }

    /** Whether FHIR allows a text as an id, and no path can climb by it. */
    static boolean isId(String text) {
        if (text.isEmpty() || text.length() > MAX_ID || text.equals(".") || text.equals("..")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isTypeName(String text) {
        if (text.length() < 2 || text.length() > MAX_TYPE || text.charAt(0) > 'Z') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
