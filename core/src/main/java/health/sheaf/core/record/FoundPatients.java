package health.sheaf.core.record;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.merge.RecordEntry;
import java.util.List;

/**
 * The persons a search found.
 *
 * @param patients one Patient for each person, under the person's id
 * @param withoutNumber how many candidates were left out because they carry no NHS number to know
 *     them by
 * @param ledger what every source answered; where it is not complete, finding nobody proves nothing
 */
public record FoundPatients(List<RecordEntry> patients, int withoutNumber, Ledger ledger) {

    public FoundPatients {
        patients = List.copyOf(patients);
    }
}
