package health.sheaf.core.record;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.identity.Person;
import health.sheaf.core.merge.RecordEntry;
import java.util.List;
import java.util.Optional;

/**
 * The merged view of one person for one question, by one user, at one time. Never stored.
 *
 * @param person whose
 * @param entries in a fixed order: the person's own Patient first, then by section, type, source
 *     and id; supporting resources last. The same set of entries gives the same order and the same
 *     bytes
 * @param ledger what every source answered
 * @param conflicts what the sources disagree about, in words, without values
 */
public record PatientRecord(
        Person person, List<RecordEntry> entries, Ledger ledger, List<String> conflicts) {

    public PatientRecord {
        entries = List.copyOf(entries);
        conflicts = List.copyOf(conflicts);
    }

    /** The same with one of its entries, or with none where that one is not there. */
    PatientRecord only(String resourceType, String id) {
        return new PatientRecord(
                person, entry(resourceType, id).stream().toList(), ledger, List.of());
    }

    /** The entry with a handed-out id. */
    public Optional<RecordEntry> entry(String resourceType, String id) {
        return entries.stream()
                .filter(entry -> entry.id().equals(id) && entry.type().equals(resourceType))
                .findFirst();
    }
}
