package health.sheaf.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal of every store must do. */
abstract class AuditJournalContract {

    @TempDir Path root;
    private StoreUnderTest database;
    private Store store;

    abstract StoreUnderTest database(Path root);

    @BeforeEach
    void openIt() {
        database = database(root);
        store = database.open();
    }

    @AfterEach
    void closeIt() {
        store.close();
        database.close();
    }

    @Test
    void eventsGetTheIndexesFromNoughtAndComeBackInOrder() {
        assertThat(append("a")).isZero();
        assertThat(append("b")).isOne();

        assertThat(events(store)).containsExactly("a", "b");
        assertThat(store.archive().size()).isEqualTo(2);
        assertThat(store.archive().read(1, 10)).hasSize(1);
        assertThat(store.archive().read(2, 10)).isEmpty();
    }

    @Test
    void tenThousandAppendsAtOnceHaveTenThousandIndexesWithoutAGap() throws Exception {
        int many = 10_000;
        Map<Long, String> acknowledged = new ConcurrentHashMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < many; i++) {
                var event = "event " + i;
                threads.execute(() ->
                        acknowledged.put(
                                store.journal().append(event.getBytes(UTF_8)).join(), event));
            }
        }

        assertThat(acknowledged.keySet())
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, many).boxed().toList());
        Map<Long, String> found = new HashMap<>();
        for (long from = 0; from < many; from += 1000) {
            for (var event : store.archive().read(from, 1000)) {
                found.put(event.index(), new String(event.event(), UTF_8));
            }
        }
        assertThat(found).isEqualTo(acknowledged);
    }

    @Test
    void theIndexGoesOnAfterARestart() {
        append("a");
        append("b");
        store.close();

        store = database.open();

        assertThat(append("c")).isEqualTo(2);
        assertThat(events(store)).containsExactly("a", "b", "c");
    }

    @Test
    void whatWaitsWhenTheJournalClosesIsWrittenAndWhatComesLaterIsRefused() {
        var pending = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < 500; i++) {
            pending.add(store.journal().append(("event " + i).getBytes(UTF_8)));
        }
        store.close();

        assertThat(pending)
                .allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
        assertThat(store.journal().append("late".getBytes(UTF_8)))
                .completesExceptionallyWithin(java.time.Duration.ofSeconds(1));
        store = database.open();
        assertThat(store.archive().size()).isEqualTo(500);
    }

    @Test
    void theLeafIsTheHashOfWhatIsStored() throws Exception {
        append("a");
        var leaf = store.archive().read(0, 1).getFirst().leaf();
        store.close();

        // It stands on the disk, so that an auditor without our keys can check it.
        assertThat(Grep.found(database.disk(), leaf)).isTrue();
        store = database.open();
        assertThat(store.archive().read(0, 1).getFirst().leaf()).isEqualTo(leaf);
    }

    @Test
    void nothingOfAnEventCanBeReadOnTheDisk() throws Exception {
        append("{\"user\":\"canary-user\",\"name\":\"Dr Canary\",\"person\":\"canaryperson\"}");
        store.close();

        var disk = database.disk();
        for (var secret : List.of("canary-user", "Dr Canary", "canaryperson", "\"user\"")) {
            for (var encoding : Grep.encodings(secret)) {
                assertThat(Grep.found(disk, encoding)).as(secret).isFalse();
            }
        }
        store = database.open();
    }

    @Test
    void theDatabaseItselfKeepsEventsAsTheyAre() {
        append("a");
        append("b");

        for (var sql :
                List.of(
                        "UPDATE audit_event SET leaf = stored",
                        "UPDATE audit_event SET idx = idx + 10",
                        "DELETE FROM audit_event",
                        "DELETE FROM audit_event WHERE idx = 1",
                        "INSERT INTO audit_event SELECT 7, stored, leaf FROM audit_event WHERE idx = 0",
                        "INSERT INTO audit_event SELECT 1, stored, leaf FROM audit_event WHERE idx = 0")) {
            assertThatThrownBy(() -> database.execute(sql))
                    .as(sql)
                    .isInstanceOf(TamperingFailed.class)
                    .hasMessageContaining("audit events");
        }
        assertThat(events(store)).containsExactly("a", "b");
    }

    @Test
    void aChangedEventIsNamed() {
        appendFive();
        database.disarm();
        database.execute(
                "UPDATE audit_event SET stored = (SELECT stored FROM audit_event WHERE idx = 0)"
                        + " WHERE idx = 3");

        assertThatThrownBy(() -> store.archive().read(0, 10))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("audit event 3 does not match its leaf");
    }

    @Test
    void anEventThatWasMovedWithItsLeafIsNamed() {
        appendFive();
        database.disarm();
        database.execute(
                "UPDATE audit_event SET stored = (SELECT stored FROM audit_event WHERE idx = 0),"
                        + " leaf = (SELECT leaf FROM audit_event WHERE idx = 0) WHERE idx = 3");

        assertThatThrownBy(() -> store.archive().read(0, 10))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("at index 3");
    }

    @Test
    void aMissingEventIsNamed() {
        appendFive();
        database.disarm();
        database.execute("DELETE FROM audit_event WHERE idx = 2");

        assertThatThrownBy(() -> store.archive().read(0, 10))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("audit event 2 is missing");
        assertThatThrownBy(() -> store.archive().read(2, 10))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("audit event 2 is missing");
    }

    @Test
    void aJournalWhoseEndWasChangedDoesNotOpen() {
        appendFive();
        store.close();
        database.disarm();
        database.execute("DELETE FROM audit_event WHERE idx = 2");

        assertThatThrownBy(database::open)
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("audit event 2 is missing");
    }

    /** Trust, finding 5: acknowledged writes that a killed process loses. */
    @Test
    void everyEventThatWasAcknowledgedIsThereAfterTheProcessIsKilled() throws Exception {
        for (int kill = 0; kill < 3; kill++) {
            long before = append("before") + 1;
            store.close();
            var acknowledged = ChildProcess.killedAfter(300, root, database.childArguments());

            store = database.open();
            var found = events(store);
            ChildProcess.assertAllThere(acknowledged, found);
            // Nothing was made up either: at most what its 16 threads had under way.
            assertThat(found.size() - before - acknowledged.size()).isBetween(0L, 16L);
        }
    }

    private void appendFive() {
        for (int i = 0; i < 5; i++) {
            append("event " + i);
        }
    }

    private long append(String event) {
        return store.journal().append(event.getBytes(UTF_8)).join();
    }

    static List<String> events(Store store) {
        return store.archive().read(0, 100_000).stream()
                .map(event -> new String(event.event(), UTF_8))
                .toList();
    }
}
