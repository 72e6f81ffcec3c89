package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineTest {

    private long now;

    /** The monotonic clock may begin anywhere, also just before it overflows. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, Long.MAX_VALUE - 10, Long.MIN_VALUE})
    void timeRunsOutWhereverTheClockBegan(long start) {
        now = start;
        var deadline = Deadline.in(Duration.ofNanos(100), () -> now);

        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(100));
        assertThat(deadline.passed()).isFalse();
        now += 99;
        assertThat(deadline.remaining()).isEqualTo(Duration.ofNanos(1));
        assertThat(deadline.passed()).isFalse();
        now += 1;
        assertThat(deadline.remaining()).isZero();
        assertThat(deadline.passed()).isTrue();
        now += 1_000;
        assertThat(deadline.remaining()).isZero();
    }

    @Test
    void theSoonerOfTwoHolds() {
        var deadline = Deadline.in(Duration.ofSeconds(5), () -> now);

        assertThat(deadline.orSooner(Duration.ofSeconds(2)).remaining())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(deadline.orSooner(Duration.ofSeconds(9))).isSameAs(deadline);
        now = Duration.ofSeconds(4).toNanos();
        assertThat(deadline.orSooner(Duration.ofSeconds(2)).remaining())
                .isEqualTo(Duration.ofSeconds(1));
    }
}
