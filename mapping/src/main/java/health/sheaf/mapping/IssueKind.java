package health.sheaf.mapping;

import java.util.Arrays;
import java.util.Optional;

/** What can go wrong with one value while the rest of the row is mapped. */
public enum IssueKind {
    /** A code that its table does not know; kept in the source's words. */
    CODE_UNMAPPED("code-unmapped"),
    /** A value that its function cannot read; not written. */
    VALUE_UNREADABLE("value-unreadable"),
    /** An element R4 requires and the row does not have. */
    REQUIRED_MISSING("required-missing"),
    /** A local time that happened twice, or never, when the clocks changed. */
    TIME_AMBIGUOUS("time-ambiguous");

    private final String word;

    IssueKind(String word) {
        this.word = word;
    }

    /** As files and messages write it. */
    public String word() {
        return word;
    }

    static Optional<IssueKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
