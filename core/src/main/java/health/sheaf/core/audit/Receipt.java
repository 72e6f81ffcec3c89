package health.sheaf.core.audit;

/**
 * Proof that an access was written to the audit log and is durable. Made by {@link AuditLog} alone.
 */
public final class Receipt {

    private final String journal;
    private final long index;

    Receipt(String journal, long index) {
        this.journal = journal;
        this.index = index;
    }

    /** Which of the append targets took it: {@code main} or {@code second}. */
    public String journal() {
        return journal;
    }

    /** Its place in that journal. */
    public long index() {
        return index;
    }
}
