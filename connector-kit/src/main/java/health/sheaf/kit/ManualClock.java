package health.sheaf.kit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A wall clock and a monotonic clock that move only when told to, so that no test waits. It is the
 * {@link Clock}; {@link #nanoTime()} is the other one.
 */
public final class ManualClock extends Clock {

    private final AtomicReference<Instant> now;
    private final AtomicLong nanos = new AtomicLong();

    private ManualClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    public static ManualClock at(Instant start) {
        return new ManualClock(start);
    }

    /** At {@code 2026-01-15T12:00:00Z}. */
    public static ManualClock start() {
        return at(Instant.parse("2026-01-15T12:00:00Z"));
    }

    /** Moves both clocks on. */
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
        nanos.addAndGet(time.toNanos());
    }

    /** Corrects the wall clock alone, as NTP does. */
    public void correct(Instant instant) {
        now.set(instant);
    }

    /** The monotonic clock. */
    public LongSupplier nanoTime() {
        return nanos::get;
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
