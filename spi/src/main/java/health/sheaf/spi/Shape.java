package health.sheaf.spi;

import org.jspecify.annotations.Nullable;

/**
 * The little of FHIR's shape that everything else relies on, checked once at the door: types, ids,
 * {@code meta}, references, contained resources.
 */
final class Shape {

    private static final int MAX_ID = 64;
    private static final int MAX_TYPE = 64;

    private static final boolean[] ID_CHARACTERS = new boolean[128];

    static {
        for (char c = 0; c < ID_CHARACTERS.length; c++) {
            ID_CHARACTERS[c] = isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
        }
    }

    private Shape() {}

    /**
     * What a resource says of itself.
     *
     * @param type a name that looks like a resource type
     * @param id its logical id, allowed by FHIR
     * @param idNode where the id stands, or {@link Tape#NONE}
     * @param meta where its {@code meta} stands, or {@link Tape#NONE}
     * @param contained where the resources inside it stand, or {@link Tape#NONE}
     */
    record Head(String type, @Nullable String id, int idNode, int meta, int contained) {}

    /**
     * Checks a resource, its {@code meta} and the resources inside it.
     *
     * @throws JsonRefusedException where it is not a resource we can carry
     */
    static Head check(Tape tape, int resource) {
        needObject(tape, resource);
        int type = Tape.NONE;
        int id = Tape.NONE;
        int meta = Tape.NONE;
        int contained = Tape.NONE;
        int last = tape.next(resource);
        for (int member = tape.first(resource); member < last; member = tape.next(member)) {
            // One pass with a look at the initial: this runs for every resource of every answer.
            switch (tape.initial(member)) {
                case 'r' -> type = tape.isNamed(member, "resourceType") ? member : type;
                case 'i' -> id = tape.isNamed(member, "id") ? member : id;
                case 'm' -> meta = tape.isNamed(member, "meta") ? member : meta;
                case 'c' -> contained = tape.isNamed(member, "contained") ? member : contained;
                default -> {}
            }
        }
        if (type == Tape.NONE) {
            throw new JsonRefusedException(JsonRefusal.RESOURCE_TYPE_MISSING, tape.start(resource));
        }
        if (meta != Tape.NONE) {
            checkMeta(tape, meta);
        }
        if (contained != Tape.NONE) {
            checkContained(tape, contained);
        }
        var ownId = id == Tape.NONE ? null : idOf(tape, id);
        return new Head(typeOf(tape, type), ownId, id, meta, contained);
    }

    private static String typeOf(Tape tape, int node) {
        needString(tape, node);
        var type = tape.word(node);
        if (!isTypeName(type)) {
            throw new JsonRefusedException(JsonRefusal.RESOURCE_TYPE_MALFORMED, tape.start(node));
        }
        return type;
    }

    private static String idOf(Tape tape, int node) {
        var id = needText(tape, node);
        if (!isId(id)) {
            throw new JsonRefusedException(JsonRefusal.ID_MALFORMED, tape.start(node));
        }
        return id;
    }

    private static void checkMeta(Tape tape, int member) {
        needObject(tape, member);
        checkText(tape, member, "versionId");
        checkText(tape, member, "lastUpdated");
        checkText(tape, member, "source");
    }

    private static void checkContained(Tape tape, int member) {
        needArray(tape, member);
        int last = tape.next(member);
        for (int item = tape.first(member); item < last; item = tape.next(item)) {
            check(tape, item);
        }
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
            } else if (!tape.isObject(node)) {
                throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
            }
        }
    }

    private static void checkCharacters(Tape tape, int node) {
        // Raw ones below U+0020 never come so far; the others are DEL, escapes and U+0080-9F.
        boolean plain = JsonText.isPlain(tape.json(), tape.start(node) + 1, tape.end(node) - 1);
        if (!plain && tape.text(node).chars().anyMatch(Character::isISOControl)) {
            throw new JsonRefusedException(JsonRefusal.REFERENCE_MALFORMED, tape.start(node));
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
        needString(tape, node);
        return tape.text(node);
    }

    private static void needString(Tape tape, int node) {
        if (!tape.isString(node)) {
            throw new JsonRefusedException(JsonRefusal.WRONG_TYPE, tape.start(node));
        }
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
            if (c >= ID_CHARACTERS.length || !ID_CHARACTERS[c]) {
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
