package health.sheaf.core.federation;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Stops asking a source that is down, and tries it again with one call after a while. It opens
 * after {@value #THRESHOLD} faults in a row, stays open for ten seconds at first and up to a minute
 * when the trial fails again, so that a source which flaps changes the state at most once in ten
 * seconds.
 */
final class CircuitBreaker {

    static final int THRESHOLD = 5;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private int faults;
    private boolean open;
    private boolean trying;
    private long openUntil;
    private Duration pause = FIRST_PAUSE;

    CircuitBreaker(LongSupplier nanoTime, RandomGenerator random) {
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** Whether a call may go out now; in the half-open state one call at a time may. */
    synchronized boolean allows() {
        if (!open) {
            return true;
        }
        if (trying || nanoTime.getAsLong() - openUntil < 0) {
            return false;
        }
        trying = true;
        return true;
    }

    /** The source answered, whatever it said. */
    synchronized void answered() {
        faults = 0;
        open = false;
        trying = false;
        pause = FIRST_PAUSE;
    }

    /** The call was given up by us: nothing was learned. */
    synchronized void abandoned() {
        trying = false;
    }

    /** The source is down. */
    synchronized void failed() {
        if (open) {
            if (trying) {
                trying = false;
                pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
                openFor(pause);
            }
            return;
        }
        faults++;
        if (faults >= THRESHOLD) {
            open = true;
            openFor(pause);
        }
    }

    synchronized boolean isOpen() {
        return open;
    }

    private void openFor(Duration duration) {
        // Up to a tenth more, so that many nodes do not try again in the same moment.
        long jitter = random.nextLong(Math.max(1, duration.toNanos() / 10));
        openUntil = nanoTime.getAsLong() + duration.toNanos() + jitter;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
