package health.sheaf.server.fhir;

import health.sheaf.spi.SourceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes counts for the metrics: words from closed lists only, never anything of a patient. */
public interface EdgeEvents {

    /**
     * An answer was given.
     *
     * @param interaction such as {@code search Observation}
     * @param status of HTTP
     */
    void answered(String interaction, int status, Duration took);

    /**
     * What a source answered to one question.
     *
     * @param verdict its code
     * @param fault its code; {@code null} where there was none
     */
    void verdict(SourceId source, String verdict, @Nullable String fault, Duration took);
}
