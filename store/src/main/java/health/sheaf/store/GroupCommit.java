package health.sheaf.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One writer for many: a thread takes whatever waits, commits it together, and only then tells each
 * who waited. Nobody waits for a batch to fill: under no load a batch has one item and costs one
 * fsync, under load the next batch gathers while the disk is busy with this one.
 *
 * <p>After a failure that leaves unknown what is on the disk, everything fails until the store is
 * opened anew. An fsync that failed is never tried again: the kernel may have thrown the data away
 * and report success the second time.
 *
 * <p>What depends on a future runs on the writer's thread and must be short.
 */
final class GroupCommit<I, R> implements AutoCloseable {

    /** Puts a batch on the disk. */
    @FunctionalInterface
    interface Committer<I, R> {

        /**
         * @param items at least one
         * @return when all are durable: for each its result, in the same order
         */
        List<R> commit(List<I> items) throws IOException, SQLException;
    }

    private record Waiting<I, R>(@Nullable I item, CompletableFuture<R> done) {}

    private final String name;
    private final int maxBatch;
    private final Committer<I, R> committer;
    private final Predicate<Exception> lasting;
    private final BlockingQueue<Waiting<I, R>> queue;
    private final Waiting<I, R> end = new Waiting<>(null, new CompletableFuture<>());
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private volatile boolean ended;

    /**
     * @param name of the thread and in messages
     * @param maxBatch items in one commit
     * @param maxWaiting items that may wait; more are refused at once
     * @param lasting whether a failure lasts until the store is opened anew
     */
    GroupCommit(
            String name,
            int maxBatch,
            int maxWaiting,
            Committer<I, R> committer,
            Predicate<Exception> lasting) {
        this.name = name;
        this.maxBatch = maxBatch;
        this.committer = committer;
        this.lasting = lasting;
        this.queue = new LinkedBlockingQueue<>(maxWaiting);
        // A platform thread: an fsync would pin a virtual one and its carrier.
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    GroupCommit<I, R> start() {
        thread.start();
        return this;
    }

    CompletableFuture<R> submit(I item) {
        var waiting = new Waiting<I, R>(item, new CompletableFuture<>());
        if (failure != null) {
            fail(waiting);
        } else if (!queue.offer(waiting)) {
            waiting.done()
                    .completeExceptionally(
                            new StoreUnavailableException(name + ": too many writes are waiting"));
        } else if (ended && queue.remove(waiting)) {
            fail(waiting);
        }
        return waiting.done();
    }

    /** Commits what waits, then refuses everything. */
    @Override
    public void close() {
        if (!thread.isAlive()) {
            return;
        }
        try {
            queue.put(end);
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Waiting<I, R>>();
        try {
            while (!batch.contains(end)) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch, maxBatch - 1);
                commit(batch.stream().filter(waiting -> waiting.item() != null).toList());
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if somebody does, it ends as if closed.
            Thread.currentThread().interrupt();
        }
        ended = true;
        var late = new ArrayList<Waiting<I, R>>();
        queue.drainTo(late);
        late.forEach(this::fail);
    }

    private void commit(List<Waiting<I, R>> batch) {
        if (failure != null) {
            batch.forEach(this::fail);
            return;
        }
        if (batch.isEmpty()) {
            return;
        }
        List<R> results;
        try {
            results = committer.commit(batch.stream().map(GroupCommit::item).toList());
        } catch (IOException | SQLException e) {
            if (lasting.test(e)) {
                failure = e;
            }
            batch.forEach(waiting -> waiting.done().completeExceptionally(unavailable(e)));
            return;
        } catch (Throwable t) {
            // The border of the thread: whatever happened, nobody may wait for ever.
            failure = t;
            batch.forEach(this::fail);
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).done().complete(results.get(i));
        }
    }

    private static <I, R> I item(Waiting<I, R> waiting) {
        var item = waiting.item();
        if (item == null) {
            throw new IllegalStateException("the end is no item");
        }
        return item;
    }

    private void fail(Waiting<I, R> waiting) {
        var cause = failure;
        waiting.done()
                .completeExceptionally(
                        cause == null
                                ? new StoreUnavailableException(name + " is closed")
                                : unavailable(cause));
    }

    private StoreUnavailableException unavailable(Throwable cause) {
        return new StoreUnavailableException(name + " cannot write", cause);
    }
}
