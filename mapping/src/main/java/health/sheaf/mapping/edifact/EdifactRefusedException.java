package health.sheaf.mapping.edifact;

import health.sheaf.spi.SheafException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An interchange was refused. It says why and where, never what stands there: that may be patient
 * data.
 */
public final class EdifactRefusedException extends SheafException {

    private static final long serialVersionUID = 1L;

    private final EdifactRefusal refusal;
    private final int offset;
    private final int segment;
    private final transient @Nullable Envelope envelope;

    /**
     * @param refusal why
     * @param offset the byte at which it showed, from 0
     * @param segment the segment at which it showed, from 1; 0 before the first
     * @param envelope the header, where it could be read: a refusal is acknowledged, too
     */
    EdifactRefusedException(
            EdifactRefusal refusal, int offset, int segment, @Nullable Envelope envelope) {
        super(
                refusal.code()
                        + ": "
                        + refusal.words()
                        + ", at byte "
                        + offset
                        + " (segment "
                        + segment
                        + ")");
        this.refusal = refusal;
        this.offset = offset;
        this.segment = segment;
        this.envelope = envelope;
    }

    public EdifactRefusal refusal() {
        return refusal;
    }

    /** The byte at which it showed, from 0. */
    public int offset() {
        return offset;
    }

    /** The segment at which it showed, from 1; 0 before the first. */
    public int segment() {
        return segment;
    }

    /** The header of the refused interchange, where it could be read. */
    public Optional<Envelope> envelope() {
        return Optional.ofNullable(envelope);
    }
}
