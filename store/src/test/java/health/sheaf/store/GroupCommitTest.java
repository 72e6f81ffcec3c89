package health.sheaf.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class GroupCommitTest {

    /** A disk that commits when it is told to. */
    private static final class Disk {

        final Semaphore commits = new Semaphore(0);
        final CountDownLatch busy = new CountDownLatch(1);
        final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
        volatile boolean broken;

        List<Integer> commit(List<Integer> items) throws IOException {
            busy.countDown();
            commits.acquireUninterruptibly();
            batches.add(List.copyOf(items));
            if (broken) {
                throw new IOException("the disk is full");
            }
            return items.stream().map(item -> item * 10).toList();
        }
    }

    private final Disk disk = new Disk();

    @Test
    void whatComesWhileTheDiskIsBusyIsCommittedTogether() throws Exception {
        try (var group = group(64, 1000)) {
            var first = group.submit(0);
            disk.busy.await();
            var rest = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 1; i <= 100; i++) {
                rest.add(group.submit(i));
            }
            assertThat(first).isNotDone();
            disk.commits.release(100);

            assertThat(first.join()).isZero();
            for (int i = 1; i <= 100; i++) {
                assertThat(rest.get(i - 1).join()).isEqualTo(i * 10);
            }
        }
        assertThat(disk.batches).extracting(List::size).containsExactly(1, 64, 36);
    }

    @Test
    void afterAFailureEverythingFailsAndTheDiskIsNotAskedAgain() throws Exception {
        disk.broken = true;
        try (var group = group(64, 1000)) {
            var first = group.submit(0);
            disk.busy.await();
            var waiting = group.submit(1);
            disk.commits.release(100);

            assertFails(first);
            assertFails(waiting);
            disk.broken = false;
            assertFails(group.submit(2));
        }
        assertThat(disk.batches).hasSize(1);
    }

    @Test
    void aFailureThatLeavesNoDoubtIsThatBatchsOwn() throws Exception {
        disk.broken = true;
        disk.commits.release(100);
        try (var group =
                new GroupCommit<Integer, Integer>("test", 64, 100, disk::commit, failure -> false)
                        .start()) {
            assertFails(group.submit(0));
            disk.broken = false;
            assertThat(group.submit(1).join()).isEqualTo(10);
        }
    }

    @Test
    void aProgrammersMistakeReleasesWhoeverWaits() {
        try (var group =
                new GroupCommit<Integer, Integer>(
                                "test",
                                64,
                                100,
                                items -> {
                                    throw new IllegalStateException("a mistake");
                                },
                                failure -> false)
                        .start()) {
            assertFails(group.submit(0));
            assertFails(group.submit(1));
        }
    }

    @Test
    void moreThanMayWaitIsRefusedAtOnceAndTheOthersAreServed() throws Exception {
        try (var group = group(64, 10)) {
            var first = group.submit(0);
            disk.busy.await();
            var waiting = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < 10; i++) {
                waiting.add(group.submit(i));
            }
            assertThat(group.submit(11))
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withMessageContaining("too many writes are waiting");
            disk.commits.release(100);
            first.join();
            waiting.forEach(CompletableFuture::join);
        }
    }

    @Test
    void nobodyWaitsForEverWhenItIsClosedWhileManySubmit() throws Exception {
        disk.commits.release(100_000);
        var group = group(8, 100_000);
        var answered = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int item = 0; item < 500; item++) {
                                    group.submit(item)
                                            .handle((result, failure) -> answered.incrementAndGet())
                                            .join();
                                }
                            }));
        }
        group.close();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(answered).hasValue(4000);
    }

    private GroupCommit<Integer, Integer> group(int maxBatch, int maxWaiting) {
        return new GroupCommit<Integer, Integer>(
                        "test", maxBatch, maxWaiting, disk::commit, failure -> true)
                .start();
    }

    private static void assertFails(CompletableFuture<Integer> future) {
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }
}
