package health.sheaf.core.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitBreakerTest {

    private final AtomicLong now = new AtomicLong();
    private final CircuitBreaker breaker = new CircuitBreaker(now::get, new Random(7));

    @Test
    void itOpensAfterFiveFaultsInARow() {
        fail(CircuitBreaker.THRESHOLD - 1);
        assertThat(breaker.allows()).isTrue();

        breaker.failed();

        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void anAnswerInBetweenStartsTheCountAnew() {
        fail(CircuitBreaker.THRESHOLD - 1);
        breaker.answered();
        fail(CircuitBreaker.THRESHOLD - 1);

        assertThat(breaker.isOpen()).isFalse();
    }

    @Test
    void afterThePauseOneCallTriesAndTheOthersWait() {
        fail(CircuitBreaker.THRESHOLD);
        pass(Duration.ofSeconds(12));

        assertThat(breaker.allows()).isTrue();
        assertThat(breaker.allows()).isFalse();

        breaker.answered();
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void aTrialThatFailsDoublesThePauseUpToAMinute() {
        fail(CircuitBreaker.THRESHOLD);
        for (int i = 0; i < 6; i++) {
            pass(Duration.ofSeconds(70));
            assertThat(breaker.allows()).isTrue();
            breaker.failed();
        }

        pass(Duration.ofSeconds(59));
        assertThat(breaker.allows()).isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void aFlappingSourceChangesTheStateAtMostOnceInTenSeconds() {
        int changes = 0;
        boolean open = false;
        // One minute of a source that is up and down by turns of a second, asked ten times a
        // second.
        for (int tick = 0; tick < 600; tick++) {
            boolean up = tick / 10 % 2 == 0;
            if (breaker.allows()) {
                if (up) {
                    breaker.answered();
                } else {
                    breaker.failed();
                }
            }
            if (breaker.isOpen() != open) {
                open = breaker.isOpen();
                changes++;
            }
            pass(Duration.ofMillis(100));
        }
        // Opening and closing count as two.
        assertThat(changes).isBetween(2, 12);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
