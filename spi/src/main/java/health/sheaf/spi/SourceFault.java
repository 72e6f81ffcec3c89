package health.sheaf.spi;

/**
 * A fault of a source, fit to be shown.
 *
 * @param code what kind
 * @param detail what happened, in words a clinician understands; no patient data, no address, no
 *     text of the source's
 */
public record SourceFault(FaultCode code, String detail) {

    /** Longer details are a programming error, not a message. */
    public static final int MAX_DETAIL = 300;

    public SourceFault {
        if (detail.length() > MAX_DETAIL) {
            throw new InvalidValueException(
                    "the detail of a source fault is longer than " + MAX_DETAIL);
        }
    }
}
