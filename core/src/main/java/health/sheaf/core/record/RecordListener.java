package health.sheaf.core.record;

import health.sheaf.core.audit.Emission;
import health.sheaf.core.federation.Ledger;
import health.sheaf.core.merge.RecordEntry;
import java.util.List;

/**
 * Takes a record as it grows. Called from one thread at a time; slow listeners slow only their own
 * record.
 */
public interface RecordListener {

    /**
     * One source's entries.
     *
     * @param part ids and references are those of the final record
     */
    void part(Emission<Part> part);

    /**
     * The end: every source has answered or was given up.
     *
     * @param closing the person's own Patient, and the final ledger
     */
    void closed(Emission<Closing> closing);

    /**
     * What one source gave.
     *
     * @param line its line of the ledger so far
     * @param entries its entries; empty where it gave nothing that may be shown
     * @param waiting how many sources have not answered yet
     */
    record Part(Ledger.Line line, List<RecordEntry> entries, int waiting) {
        public Part {
            entries = List.copyOf(entries);
        }
    }

    /**
     * How it ended.
     *
     * @param patient the person's own Patient, put together from what came; empty list where none
     *     came
     * @param ledger final
     * @param conflicts what the sources disagree about
     */
    record Closing(List<RecordEntry> patient, Ledger ledger, List<String> conflicts) {
        public Closing {
            patient = List.copyOf(patient);
            conflicts = List.copyOf(conflicts);
        }
    }
}
