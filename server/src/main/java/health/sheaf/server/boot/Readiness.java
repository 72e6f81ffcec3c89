package health.sheaf.server.boot;

import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.audit.Receipt;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether anybody may be sent here: the store answers, and access can be written down. A source
 * that is away has no say in this.
 */
final class Readiness {

    private final StoreWatch store;
    private final WatchedJournal main;
    private final WatchedJournal second;
    private final AuditLog audit;
    private final Clock clock;
    private final AtomicReference<@Nullable CompletableFuture<Receipt>> trial =
            new AtomicReference<>();

    Readiness(
            StoreWatch store,
            WatchedJournal main,
            WatchedJournal second,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.main = main;
        this.second = second;
        this.audit = audit;
        this.clock = clock;
    }

    boolean isReady() {
        return store.answers() && canWriteDown();
    }

    private boolean canWriteDown() {
        if (main.isWell() || second.isWell()) {
            return true;
        }
        // Nobody who would write is sent to a place that is not ready: so it tries by itself, one
        // trial at a time, and the next to ask learns what came of it.
        var last = trial.get();
        if (last == null || last.isDone()) {
            trial.set(audit.tryOut(clock.instant()));
        }
        return main.isWell() || second.isWell();
    }
}
