package health.sheaf.core.federation;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceLimits;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SourceGateTest {

    @Test
    void neverMoreAtOnceThanTheDefinitionAllows() throws Exception {
        var gate = gate(4, 10_000);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var done = new CountDownLatch(200);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                executor.execute(() -> {
                    try {
                        if (gate.enter(inASecond()).isEmpty()) {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            java.util.concurrent.locks.LockSupport.parkNanos(1000);
                            inside.decrementAndGet();
                            gate.leave(SourceGate.Lesson.WELL);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        done.countDown();
                    }
                });
            }
        }
        assertThat(done.getCount()).isZero();
        assertThat(most.get()).isBetween(1, 4);
    }

    @Test
    void distressNarrowsItAndHealthWidensItAgain() throws Exception {
        var gate = gate(9, 1e6);

        teach(gate, SourceGate.Lesson.DISTRESSED, 10);
        int narrow = gate.places();
        teach(gate, SourceGate.Lesson.WELL, 200);

        assertThat(narrow).isEqualTo(1);
        assertThat(gate.places()).isEqualTo(9);
    }

    @Test
    void aFullGateSaysSoWhenTheDeadlineComes() throws Exception {
        var gate = gate(1, 1e6);
        assertThat(gate.enter(inASecond())).isEmpty();

        var refused = gate.enter(Deadline.in(Duration.ofMillis(20), System::nanoTime));

        assertThat(refused).map(SourceFault::code).contains(FaultCode.OVERLOADED);
    }

    @Test
    void requestsASecondAreKept() throws Exception {
        var gate = gate(50, 10);
        int let = 0;
        var end = Deadline.in(Duration.ofMillis(250), System::nanoTime);
        while (!end.passed()) {
            if (gate.enter(end).isEmpty()) {
                let++;
                gate.leave(SourceGate.Lesson.WELL);
            }
        }
        // A burst of ten, then ten a second.
        assertThat(let).isBetween(10, 14);
    }

    @Test
    void aSourceThatIsDownIsNotAskedAgainAtOnce() throws Exception {
        var gate = gate(4, 1e6);
        teach(gate, SourceGate.Lesson.DOWN, CircuitBreaker.THRESHOLD);

        assertThat(gate.enter(inASecond())).map(SourceFault::code).contains(FaultCode.CIRCUIT_OPEN);
    }

    private static void teach(SourceGate gate, SourceGate.Lesson lesson, int times)
            throws InterruptedException {
        for (int i = 0; i < times; i++) {
            assertThat(gate.enter(inASecond())).isEmpty();
            gate.leave(lesson);
        }
    }

    private static SourceGate gate(int concurrency, double requestsPerSecond) {
        var limits =
                new SourceLimits(
                        concurrency, requestsPerSecond, 10, 1000, 10, Duration.ofSeconds(1));
        return new SourceGate(limits, System::nanoTime, new Random(3));
    }

    private static Deadline inASecond() {
        return Deadline.in(Duration.ofSeconds(1), System::nanoTime);
    }
}
