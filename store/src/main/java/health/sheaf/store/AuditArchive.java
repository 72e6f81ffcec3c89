package health.sheaf.store;

import java.util.List;

/** A journal as its auditors read it. */
public interface AuditArchive {

    /** How many events there are; their indexes are 0 to one less. */
    long size();

    /**
     * Events in the order of their indexes.
     *
     * @param from the first index
     * @param limit how many at most
     * @throws StoreDamagedException where one is missing, was changed or was moved; names its index
     */
    List<AuditRecord> read(long from, int limit);
}
