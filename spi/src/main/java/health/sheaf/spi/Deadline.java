package health.sheaf.spi;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment after which nobody waits for an answer any more. It lives on a monotonic clock, so
 * that a correction of the wall clock neither shortens nor lengthens it.
 */
public final class Deadline {

    private final LongSupplier nanoTime;
    private final long atNanos;

    private Deadline(LongSupplier nanoTime, long atNanos) {
        this.nanoTime = nanoTime;
        this.atNanos = atNanos;
    }

    /**
     * @param wait how long from now
     * @param nanoTime the monotonic clock, in nanoseconds, usually {@code System::nanoTime}
     */
    public static Deadline in(Duration wait, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + wait.toNanos());
    }

    /** What is left; never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - nanoTime.getAsLong()));
    }

    public boolean passed() {
        return atNanos - nanoTime.getAsLong() <= 0;
    }

    /** This deadline, or one {@code wait} from now where that is sooner. */
    public Deadline orSooner(Duration wait) {
        var other = in(wait, nanoTime);
        return other.atNanos - atNanos < 0 ? other : this;
    }
}
