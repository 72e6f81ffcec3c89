package health.sheaf.mapping.edifact;

/**
 * The service characters of one interchange (UNA). The decimal mark is read and not used: senders
 * write a point whatever they announce.
 */
record Delimiters(byte component, byte element, byte release, byte terminator) {

    static final Delimiters USUAL = new Delimiters((byte) ':', (byte) '+', (byte) '?', (byte) '\'');

    /** Without a release character ({@code ' '} in UNA) nothing is ever released. */
    boolean releases(byte at) {
        return at == release && release != ' ';
    }

    /** Whether they can be told apart, from each other and from data. */
    boolean usable() {
        return separates(component)
                && separates(element)
                && separates(terminator)
                && (release == ' ' || separates(release))
                && component != element
                && component != terminator
                && element != terminator
                && release != component
                && release != element
                && release != terminator;
    }

    /** Letters and digits are data, and what is no ASCII could be half of a character. */
    private static boolean separates(byte at) {
        return at > ' ' && at < 0x7F && !Character.isLetterOrDigit(at);
    }
}
