package health.sheaf.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events down, in the main journal or, when that fails, in the second one on another volume.
 * When both fail there is no receipt, and without a receipt nothing leaves.
 */
public final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final AuditJournal main;
    private final AuditJournal second;
    private final AtomicBoolean mainFailed = new AtomicBoolean();

    public AuditLog(AuditJournal main, AuditJournal second) {
        this.main = main;
        this.second = second;
    }

    /**
     * Begins to write an event down.
     *
     * @return completes with the receipt when it is durable, exceptionally with {@link
     *     AuditUnavailableException} when neither journal could take it
     */
    public CompletableFuture<Receipt> append(AuditEvent event) {
        return append(AuditEventJson.write(event));
    }

    /**
     * Writes down that the log was tried, which says nothing of anybody: the way out of a state in
     * which nothing could be written down, and so nobody is let in who would write.
     */
    public CompletableFuture<Receipt> tryOut(Instant at) {
        return append(AuditEventJson.trial(at));
    }

    private CompletableFuture<Receipt> append(byte[] bytes) {
        return main.append(bytes)
                .thenApply(index -> {
                    mainFailed.set(false);
                    return new Receipt("main", index);
                })
                .exceptionallyCompose(failure -> {
                    // Said once: a journal that stays failed must not fill the log's disk too.
                    if (mainFailed.compareAndSet(false, true)) {
                        LOG.error(
                                "The main audit journal failed; the second one takes over",
                                failure);
                    }
                    return second.append(bytes).thenApply(index -> new Receipt("second", index));
                })
                .exceptionallyCompose(failure ->
                        CompletableFuture.failedFuture(new AuditUnavailableException(failure)));
    }

    /**
     * Writes events down and waits until all are durable.
     *
     * @return the receipt of the last
     * @throws AuditUnavailableException where neither journal could take one of them
     */
    public Receipt write(List<? extends AuditEvent> events) {
        var pending = events.stream().map(this::append).toList();
        return await(pending.getLast(), pending);
    }

    /** Writes one event down and waits until it is durable. */
    public Receipt write(AuditEvent event) {
        return write(List.of(event));
    }

    private static Receipt await(
            CompletableFuture<Receipt> last, List<CompletableFuture<Receipt>> all) {
        try {
            all.forEach(CompletableFuture::join);
            return last.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof AuditUnavailableException unavailable) {
                throw unavailable;
            }
            throw new AuditUnavailableException(e);
        }
    }
}
