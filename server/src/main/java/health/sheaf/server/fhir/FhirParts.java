package health.sheaf.server.fhir;

import health.sheaf.core.identity.Seal;
import health.sheaf.core.record.PatientRecords;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What the FHIR door is made of.
 *
 * @param records the use case
 * @param baseUrl of our own URLs
 * @param seal closes cursors
 * @param pages results that are kept for their next pages
 * @param issuers of access tokens, for clients that want to know
 * @param events takes counts
 * @param clock for what is shown
 * @param nanoTime for durations
 */
public record FhirParts(
        PatientRecords records,
        OwnUrl baseUrl,
        Seal seal,
        PageStore pages,
        List<String> issuers,
        EdgeEvents events,
        Clock clock,
        LongSupplier nanoTime) {

    public FhirParts {
        issuers = List.copyOf(issuers);
    }
}
