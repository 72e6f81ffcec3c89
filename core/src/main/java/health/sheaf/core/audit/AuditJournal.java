package health.sheaf.core.audit;

import java.util.concurrent.CompletableFuture;

/**
 * The port behind which audit events are kept: append-only, in the order of a dense index from 0.
 * Implementations gather concurrent appends into one commit, and are safe for use by many threads.
 */
public interface AuditJournal {

    /**
     * Appends one event.
     *
     * @param event its canonical bytes; the journal encrypts them
     * @return completes with the event's index when it is on the disk (not merely written),
     *     exceptionally when it cannot be put there; a journal that failed to make its data durable
     *     stays failed until it is opened anew
     */
    CompletableFuture<Long> append(byte[] event);
}
