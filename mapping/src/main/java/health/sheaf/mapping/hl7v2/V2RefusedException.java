package health.sheaf.mapping.hl7v2;

/** Bytes that are not read as HL7 v2: why, and where; never what stands there. */
public final class V2RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final V2Refusal code;
    private final int offset;

    /**
     * @param offset of the byte, from the start of what was given
     */
    public V2RefusedException(V2Refusal code, int offset) {
        super(code.code() + " at byte " + offset + ": " + code.words());
        this.code = code;
        this.offset = offset;
    }

    public V2Refusal code() {
        return code;
    }

    /** The byte from which on it cannot be read. */
    public int offset() {
        return offset;
    }
}
