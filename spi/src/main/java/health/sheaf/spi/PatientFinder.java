package health.sheaf.spi;

import java.util.Optional;

/** Finds patients in a source: by number, by demographics, or by something that belongs to them. */
public interface PatientFinder {

    /**
     * Looks for patients.
     *
     * @return the candidates, as Patient entries; an outcome for {@link Section#DEMOGRAPHICS}.
     *     Finding nobody is {@link Outcome.Complete} with no entries
     */
    FetchResult find(Authority.ToLocate authority, PatientQuery query, Deadline deadline);

    /**
     * Whose resource this is.
     *
     * @param resourceType a type of the patient compartment
     * @param nativeId the resource's id at the source
     * @return the Patient entry of its subject; empty where the source has no such resource
     * @throws SourceFaultException where the source cannot answer
     */
    Optional<Entry> subjectOf(
            Authority.ToLocate authority, String resourceType, String nativeId, Deadline deadline);
}
