package health.sheaf.mapping.hl7v2;

/** Why bytes are not read as HL7 v2. */
public enum V2Refusal {
    /** More bytes than the limit. */
    V2_TOO_LARGE("SHF-HL-001", "more bytes than are read at once"),
    /** No segment at all. */
    V2_EMPTY("SHF-HL-002", "there is no message"),
    /** The first segment is none of MSH, FHS, BHS. */
    V2_NO_HEADER("SHF-HL-003", "MSH, FHS or BHS is needed first"),
    /** MSH-1 and MSH-2 do not name separators that differ. */
    V2_SEPARATORS("SHF-HL-004", "MSH-1 and MSH-2 must name separators that differ"),
    /** MSH-18 names a character set that is not known, or the bytes are not of it. */
    V2_CHARSET("SHF-HL-005", "the bytes are not of the character set that MSH-18 names"),
    /** More segments in one message than the limit. */
    V2_TOO_MANY_SEGMENTS("SHF-HL-006", "more segments than are read in one message"),
    /** More messages in one file than the limit. */
    V2_TOO_MANY_MESSAGES("SHF-HL-007", "more messages than are read at once"),
    /** More fields in one segment than the limit. */
    V2_TOO_MANY_FIELDS("SHF-HL-008", "more fields than are read in one segment");

    private final String code;
    private final String words;

    V2Refusal(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** As {@code docs/error-codes.md} lists it. */
    public String code() {
        return code;
    }

    /** What is wrong, without anything of the content. */
    public String words() {
        return words;
    }
}
