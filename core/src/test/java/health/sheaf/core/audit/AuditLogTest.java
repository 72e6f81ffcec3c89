package health.sheaf.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class AuditLogTest {

    /** A journal in memory that fails when it is told to, and is durable when it is told to be. */
    private static final class FakeJournal implements AuditJournal {

        final List<String> events = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<Long>> pending = new CopyOnWriteArrayList<>();
        boolean broken;
        boolean slow;

        @Override
        public CompletableFuture<Long> append(byte[] event) {
            if (broken) {
                return CompletableFuture.failedFuture(new IOException("no space left on device"));
            }
            events.add(new String(event, StandardCharsets.UTF_8));
            var done = new CompletableFuture<Long>();
            pending.add(done);
            if (!slow) {
                done.complete(events.size() - 1L);
            }
            return done;
        }
    }

    private final FakeJournal main = new FakeJournal();
    private final FakeJournal second = new FakeJournal();
    private final AuditLog log = new AuditLog(main, second);

    @Test
    void anEventIsWrittenToTheMainJournalAlone() {
        log.write(Events.opening());
        var receipt = log.write(Events.refused());

        assertThat(receipt.journal()).isEqualTo("main");
        assertThat(receipt.index()).isEqualTo(1);
        assertThat(main.events).hasSize(2);
        assertThat(second.events).isEmpty();
    }

    @Test
    void thereIsNoReceiptBeforeTheEventIsDurable() {
        main.slow = true;

        var receipt = log.append(Events.opening());

        assertThat(receipt).isNotDone();
        main.pending.getFirst().complete(7L);
        assertThat(receipt.join().index()).isEqualTo(7);
    }

    @Test
    void theSecondJournalTakesOverWhenTheMainOneFails() {
        main.broken = true;

        var receipt = log.write(Events.opening());

        assertThat(receipt.journal()).isEqualTo("second");
        assertThat(receipt.index()).isZero();
        assertThat(second.events).hasSize(1);
    }

    @Test
    void theSecondJournalTakesOverWhenTheMainOneFailsLater() {
        main.slow = true;

        var receipt = log.append(Events.opening());
        main.pending.getFirst().completeExceptionally(new IOException("fsync failed"));

        assertThat(receipt.join().journal()).isEqualTo("second");
        assertThat(second.events).isEqualTo(main.events);
    }

    @Test
    void whenBothFailThereIsNoReceipt() {
        main.broken = true;
        second.broken = true;

        assertThatThrownBy(() -> log.write(Events.opening()))
                .isInstanceOf(AuditUnavailableException.class)
                .hasMessageContaining("SHF-AUD-001");
        assertThatThrownBy(() -> log.append(Events.opening()).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void oneOfSeveralThatCannotBeWrittenRefusesThemAll() {
        second.broken = true;
        main.slow = true;
        var waiting =
                CompletableFuture.supplyAsync(
                        () -> log.write(List.of(Events.opening(), Events.refused())));
        while (main.pending.size() < 2) {
            Thread.onSpinWait();
        }
        main.pending.get(1).complete(1L);
        main.pending.get(0).completeExceptionally(new IOException("fsync failed"));

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void severalEventsAreSubmittedTogetherAndTheReceiptIsThatOfTheLast() {
        var receipt = log.write(List.of(Events.opening(), Events.opening(), Events.refused()));

        assertThat(receipt.index()).isEqualTo(2);
        assertThat(main.events).hasSize(3).last().asString().contains("\"kind\":\"refused\"");
    }
}
