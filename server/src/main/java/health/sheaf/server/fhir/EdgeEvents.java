package health.sheaf.server.fhir;

import health.sheaf.core.federation.Verdict;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Takes counts for metrics and traces: words from closed lists only, never anything of a patient.
 */
public interface EdgeEvents {

    /**
     * An answer was given.
     *
     * @param interaction such as {@code search Observation}
     * @param status of HTTP
     */
    void answered(String interaction, int status, Duration took);

    /** A client was told to ask less. */
    void limited(Limit limit);

    /** What a client may not exceed. */
    enum Limit {
        RATE,
        AT_ONCE
    }

    /** A source was asked, or was not, for one question. Told on the thread of the request. */
    void verdict(Asked asked);

    /**
     * What a source answered to one question.
     *
     * @param verdict its code
     * @param fault its code; {@code null} where there was none
     * @param entries how many of its entries may be shown
     * @param began when it was asked, about
     */
    record Asked(
            SourceId source,
            Verdict verdict,
            @Nullable FaultCode fault,
            int entries,
            Instant began,
            Duration took) {}
}
