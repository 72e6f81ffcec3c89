package health.sheaf.server.boot;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store whether it answers: one question at a time however many want to know, because a
 * store that is away keeps whoever asks it waiting.
 */
final class StoreWatch implements AutoCloseable {

    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final BooleanSupplier store;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final ExecutorService asking =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("store-watch-", 0).factory());
    private @Nullable CompletableFuture<Boolean> answer;
    private long asked;

    /**
     * @param store whether it answers; may take long
     */
    StoreWatch(BooleanSupplier store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    /** Whether the store answers, as of a second ago at most. */
    boolean answers() {
        try {
            return current().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private CompletableFuture<Boolean> current() {
        lock.lock();
        try {
            var last = answer;
            boolean fresh =
                    last != null
                            && (!last.isDone()
                                    || nanoTime.getAsLong() - asked < GOOD_FOR.toNanos());
            if (last != null && fresh) {
                return last;
            }
            asked = nanoTime.getAsLong();
            var next = CompletableFuture.supplyAsync(store::getAsBoolean, asking);
            answer = next;
            return next;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
