package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does several things at once on virtual threads, no more than so many at the same time, and comes
 * back with the deadline whatever they do.
 */
final class FanOut {

    /** Tasks notice the deadline themselves; this is for those that are just reading a page. */
    private static final Duration GRACE = Duration.ofMillis(100);

    private final int width;

    FanOut(int width) {
        this.width = width;
    }

    /**
     * @param tasks none throws on purpose
     * @param late what stands in for a task that did not end in time
     * @return results in the order of the tasks
     */
    <T> List<T> all(List<Callable<T>> tasks, T late, Deadline deadline) {
        var permits = new Semaphore(width);
        var threads =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fhir-", 0).factory());
        try {
            var futures = new ArrayList<Future<T>>(tasks.size());
            for (var task : tasks) {
                futures.add(
                        threads.submit(() -> {
                            permits.acquire();
                            try {
                                return task.call();
                            } finally {
                                permits.release();
                            }
                        }));
            }
            var results = new ArrayList<T>(tasks.size());
            for (var future : futures) {
                results.add(result(future, late, deadline));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T result(Future<T> future, T late, Deadline deadline) {
        try {
            var wait = deadline.remaining().plus(GRACE);
            return future.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return late;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return late;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a task failed in a way it should not", e.getCause());
        }
    }
}
