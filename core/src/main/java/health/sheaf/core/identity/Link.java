package health.sheaf.core.identity;

import health.sheaf.spi.SourceId;
import java.time.Instant;

/**
 * A person is known to a source under a local id.
 *
 * @param person whose
 * @param source where
 * @param localId the source's own key; never leaves the platform
 * @param method how the link was found
 * @param score from 0 to 1; an exact link has 1
 * @param evidence why it was believed, in words, without patient data
 * @param at when it was made or last confirmed
 */
public record Link(
        PersonId person,
        SourceId source,
        String localId,
        Method method,
        double score,
        String evidence,
        Instant at) {

    /** How a link was found. */
    public enum Method {
        /** The source's own patient carries the person's verified NHS number. */
        NHS_NUMBER,
        /** A human decided. */
        MANUAL
    }

    /** Without the local id, which may be a hospital number. */
    @Override
    public String toString() {
        return "Link[" + person + ", " + source + ", " + method + "]";
    }
}
