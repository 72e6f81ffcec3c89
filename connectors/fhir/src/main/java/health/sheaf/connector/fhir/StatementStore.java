package health.sheaf.connector.fhir;

import health.sheaf.spi.SourceFaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server's statement for an hour. Only the first question waits for it, and not for long;
 * later ones use the old one while a new one is fetched. A failure is remembered, too, so that a
 * source that is down is not asked what it can do by every question.
 */
final class StatementStore {

    private static final Duration GOOD_FOR = Duration.ofHours(1);
    private static final Duration FAILURE_FOR = Duration.ofSeconds(30);

    private final StatementReader reader;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Statement known;
    private @Nullable CompletableFuture<Optional<Statement>> flight;
    private long askAgainAt;

    StatementStore(StatementReader reader, LongSupplier nanoTime) {
        this.reader = reader;
        this.nanoTime = nanoTime;
        this.askAgainAt = nanoTime.getAsLong();
    }

    /**
     * @param wait how long to wait for the first one
     * @return empty where none could be had so far
     */
    Optional<Statement> within(Duration wait) {
        var pending = pending();
        var now = current();
        if (now.isPresent() || pending == null) {
            return now;
        }
        try {
            return pending.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("reading a statement ended in an unknown way", e);
        }
    }

    private Optional<Statement> current() {
        lock.lock();
        try {
            return Optional.ofNullable(known);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable CompletableFuture<Optional<Statement>> pending() {
        lock.lock();
        try {
            if (flight == null && nanoTime.getAsLong() - askAgainAt >= 0) {
                var started = new CompletableFuture<Optional<Statement>>();
                flight = started;
                Thread.ofVirtual().name("fhir-statement").start(() -> fetch(started));
            }
            return flight;
        } finally {
            lock.unlock();
        }
    }

    private void fetch(CompletableFuture<Optional<Statement>> started) {
        @Nullable Statement result = null;
        try {
            result = reader.read();
        } catch (SourceFaultException e) {
            // Nobody is told: the question itself will meet the same fault and name it.
            result = null;
        } finally {
            landed(result);
            started.complete(Optional.ofNullable(result));
        }
    }

    private void landed(@Nullable Statement result) {
        lock.lock();
        try {
            flight = null;
            known = result == null ? known : result;
            askAgainAt = nanoTime.getAsLong() + (result == null ? FAILURE_FOR : GOOD_FOR).toNanos();
        } finally {
            lock.unlock();
        }
    }
}
