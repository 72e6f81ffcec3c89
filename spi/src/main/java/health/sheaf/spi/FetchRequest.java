package health.sheaf.spi;

import java.util.List;
import java.util.Set;

/**
 * What one source is asked about one patient.
 *
 * @param patient under which key
 * @param resourceTypes the patient-compartment types wanted; never empty. {@code Patient} is always
 *     among them: the guard needs it to check whose answer it is
 * @param filters conditions to push down where the source can
 * @param maxEntries after so many entries the source stops and answers {@link Outcome.Partial}
 */
public record FetchRequest(
        PatientKey patient, Set<String> resourceTypes, List<SearchFilter> filters, int maxEntries) {

    public FetchRequest {
        resourceTypes = Set.copyOf(resourceTypes);
        filters = List.copyOf(filters);
        if (!resourceTypes.contains("Patient")) {
            throw new InvalidValueException("a fetch request must ask for the Patient, too");
        }
        if (maxEntries < 1) {
            throw new InvalidValueException("a fetch request must allow at least one entry");
        }
    }

    /** The sections of the types asked for. */
    public Set<Section> sections() {
        return Section.ofAll(resourceTypes);
    }

    /** The filters for one resource type. */
    public List<SearchFilter> filtersFor(String resourceType) {
        return filters.stream()
                .filter(filter -> filter.resourceType().equals(resourceType))
                .toList();
    }
}
