package health.sheaf.mapping.hl7v2;

/**
 * The separators a message names in MSH-1 and MSH-2. One that it does not name is {@link #NONE}.
 *
 * @param field MSH-1, nearly always {@code |}
 */
public record Separators(
        char field, char component, char repetition, char escape, char subcomponent) {

    /** A character that no message holds. */
    static final char NONE = '\uFFFF';

    /**
     * Reads them from a text that starts with a header segment.
     *
     * @param start where {@code MSH} stands
     * @param end where its line ends
     * @param offset of its first byte, for refusals
     */
    static Separators read(String text, int start, int end, int offset) {
        if (end - start < 4) {
            throw new V2RefusedException(V2Refusal.V2_SEPARATORS, offset);
        }
        char field = text.charAt(start + 3);
        int from = start + 4;
        int to = from;
        while (to < end && text.charAt(to) != field) {
            to++;
        }
        var separators =
                new Separators(
                        field,
                        at(text, from, to),
                        at(text, from + 1, to),
                        at(text, from + 2, to),
                        at(text, from + 3, to));
        if (to == from || !separators.sound()) {
            throw new V2RefusedException(V2Refusal.V2_SEPARATORS, offset + 3);
        }
        return separators;
    }

    private static char at(String text, int index, int end) {
        return index < end ? text.charAt(index) : NONE;
    }

    private boolean sound() {
        var all = new char[] {field, component, repetition, escape, subcomponent};
        for (int i = 0; i < all.length; i++) {
            if (Character.isLetterOrDigit(all[i]) || Character.isWhitespace(all[i])) {
                return false;
            }
            for (int j = 0; j < i; j++) {
                if (all[i] == all[j] && all[i] != NONE) {
                    return false;
                }
            }
        }
        return true;
    }
}
