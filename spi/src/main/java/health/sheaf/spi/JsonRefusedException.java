package health.sheaf.spi;

/**
 * {@link FhirJson} refused bytes. It says why and where, never what stands there: that may be
 * patient data.
 */
public final class JsonRefusedException extends SheafException {

    private static final long serialVersionUID = 1L;

    private final JsonRefusal refusal;
    private final int offset;

    /**
     * @param refusal why
     * @param offset the byte at which it showed, from 0
     */
    public JsonRefusedException(JsonRefusal refusal, int offset) {
        super(refusal.code() + ": " + refusal.words() + ", at byte " + offset);
        this.refusal = refusal;
        this.offset = offset;
    }

    public JsonRefusal refusal() {
        return refusal;
    }

    /** The byte at which it showed, from 0. */
    public int offset() {
        return offset;
    }
}
