package health.sheaf.mapping.edifact;

/**
 * Why an interchange, or one message of it, was refused. {@code docs/error-codes.md} lists the
 * codes with what to do next; they are stable for ever. 0xx: a limit; 1xx: not EDIFACT; 2xx: the
 * interchange; 3xx: the frame of a message; 4xx: what stands in one message, the others stay
 * usable.
 */
public enum EdifactRefusal {
    TOO_LARGE("SHF-EDI-001", "more bytes than are allowed"),
    SEGMENT_TOO_LONG("SHF-EDI-002", "a segment is longer than is allowed"),
    TOO_MANY_SEGMENTS("SHF-EDI-003", "more segments than are allowed"),
    TOO_MANY_MESSAGES("SHF-EDI-004", "more messages than are allowed"),

    NOT_EDIFACT("SHF-EDI-101", "neither UNA, UNB nor UNH stands at the start"),
    UNA_MALFORMED("SHF-EDI-102", "service characters (UNA) that cannot be told apart"),
    TRUNCATED("SHF-EDI-103", "the text ends inside a segment"),
    SEGMENT_MALFORMED("SHF-EDI-104", "a segment without a tag of three capitals or digits"),
    CHARACTER_SET_UNKNOWN("SHF-EDI-105", "a character set (UNB) that is not known"),
    BAD_CHARACTER("SHF-EDI-106", "a byte that the character set does not have"),

    INTERCHANGE_HEADER_INCOMPLETE(
            "SHF-EDI-201", "UNB lacks the syntax, sender, recipient, time or reference"),
    INTERCHANGE_TRAILER_MISSING("SHF-EDI-202", "the interchange has no trailer (UNZ)"),
    INTERCHANGE_REFERENCE_DIFFERS(
            "SHF-EDI-203", "the references of interchange header and trailer differ"),
    MESSAGE_COUNT_DIFFERS(
            "SHF-EDI-204", "the trailer counts other messages or groups than there are"),
    AFTER_THE_END("SHF-EDI-205", "something follows after the interchange"),
    GROUP_UNBALANCED("SHF-EDI-206", "a functional group without its header or trailer"),
    GROUP_CONTROL_DIFFERS("SHF-EDI-207", "count or reference of a functional group differ"),

    MESSAGE_HEADER_INCOMPLETE("SHF-EDI-301", "UNH lacks the reference or the message type"),
    MESSAGE_TRAILER_MISSING("SHF-EDI-302", "a message without its header or trailer"),
    MESSAGE_REFERENCE_DIFFERS("SHF-EDI-303", "the references of message header and trailer differ"),
    MESSAGE_REFERENCE_TWICE("SHF-EDI-304", "two messages have one reference"),
    OUTSIDE_A_MESSAGE("SHF-EDI-305", "a segment stands outside of the messages"),
    NO_MESSAGE("SHF-EDI-306", "there is no message"),

    ELEMENT_MISSING("SHF-EDI-401", "an element that is needed is missing"),
    SEGMENT_MISSING("SHF-EDI-402", "a segment that is needed is missing"),
    CODE_LIST_UNKNOWN("SHF-EDI-403", "a code of a code list that is not known"),
    VALUE_UNREADABLE("SHF-EDI-404", "a number or a date that is none"),
    MESSAGE_TYPE_UNKNOWN("SHF-EDI-405", "a message type that is not known here");

    private final String code;
    private final String words;

    EdifactRefusal(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The public code, stable for ever: {@code SHF-EDI-203}. */
    public String code() {
        return code;
    }

    /** What is wrong, in words that hold nothing of the content. */
    public String words() {
        return words;
    }

    /** Whether messages could not be told apart while the interchange itself is sound. */
    boolean ofMessageFrames() {
        return code.charAt(8) == '3';
    }
}
