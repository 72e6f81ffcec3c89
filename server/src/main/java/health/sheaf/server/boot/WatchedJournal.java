package health.sheaf.server.boot;

import health.sheaf.core.audit.AuditJournal;
import java.util.concurrent.CompletableFuture;

/** Remembers whether a journal took the last event it was given. */
final class WatchedJournal implements AuditJournal {

    private final AuditJournal journal;
    private volatile boolean failed;

    WatchedJournal(AuditJournal journal) {
        this.journal = journal;
    }

    @Override
    public CompletableFuture<Long> append(byte[] event) {
        return journal.append(event).whenComplete((index, failure) -> failed = failure != null);
    }

    boolean isWell() {
        return !failed;
    }
}
