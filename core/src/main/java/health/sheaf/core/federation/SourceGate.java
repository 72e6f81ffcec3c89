package health.sheaf.core.federation;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceLimits;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Keeps a source from being overrun: so many questions at once, so many a second, none while the
 * breaker is open. The number at once adapts: it shrinks by a third when the source shows distress
 * and grows slowly while it is well, between one and what the definition allows.
 */
public final class SourceGate {

    /** Questions that may wait for a place, for each place. */
    private static final int WAITERS_PER_PLACE = 64;

    private final SourceLimits limits;
    private final LongSupplier nanoTime;
    private final CircuitBreaker breaker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private double places;
    private int inside;
    private int waiting;
    private double tokens;
    private long refilledAt;

    public SourceGate(SourceLimits limits, LongSupplier nanoTime, RandomGenerator random) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.breaker = new CircuitBreaker(nanoTime, random);
        this.places = limits.concurrency();
        this.tokens = burst();
        this.refilledAt = nanoTime.getAsLong();
    }

    /**
     * Waits for a place.
     *
     * @return why there is none; empty: go, and call {@link #leave} afterwards
     */
    Optional<SourceFault> enter(Deadline deadline) throws InterruptedException {
        if (!breaker.allows()) {
            return Optional.of(
                    new SourceFault(
                            FaultCode.CIRCUIT_OPEN,
                            "the system was down a moment ago; it is tried again shortly"));
        }
        lock.lockInterruptibly();
        try {
            if (waiting >= limits.concurrency() * WAITERS_PER_PLACE) {
                breaker.abandoned();
                return Optional.of(overloaded());
            }
            waiting++;
            try {
                while (true) {
                    refill();
                    boolean placeFree = inside < Math.max(1, (int) places);
                    if (placeFree && tokens >= 1) {
                        tokens -= 1;
                        inside++;
                        return Optional.empty();
                    }
                    long wait = deadline.remaining().toNanos();
                    if (wait <= 0) {
                        breaker.abandoned();
                        return Optional.of(overloaded());
                    }
                    long untilToken =
                            (long) Math.ceil((1 - tokens) / limits.requestsPerSecond() * 1e9);
                    long nap = placeFree ? Math.max(1, Math.min(wait, untilToken)) : wait;
                    changed.await(nap, TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                breaker.abandoned();
                throw e;
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    /** What a question taught us about the source. */
    enum Lesson {
        WELL,
        DISTRESSED,
        DOWN,
        NOTHING
    }

    /** Gives the place back. */
    void leave(Lesson lesson) {
        switch (lesson) {
            case WELL -> breaker.answered();
            case DISTRESSED -> breaker.answered();
            case DOWN -> breaker.failed();
            case NOTHING -> breaker.abandoned();
        }
        lock.lock();
        try {
            inside--;
            switch (lesson) {
                case WELL -> places = Math.min(limits.concurrency(), places + 1 / places);
                case DISTRESSED, DOWN -> places = Math.max(1, places * 2 / 3);
                case NOTHING -> {}
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many questions it takes at once at the moment. */
    public int places() {
        lock.lock();
        try {
            return Math.max(1, (int) places);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the breaker keeps questions away. */
    public boolean isOpen() {
        return breaker.isOpen();
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(burst(), tokens + (now - refilledAt) / 1e9 * limits.requestsPerSecond());
        refilledAt = now;
    }

    private double burst() {
        return Math.max(1, Math.min(limits.concurrency(), limits.requestsPerSecond()));
    }

    private static SourceFault overloaded() {
        return new SourceFault(
                FaultCode.OVERLOADED, "too many questions are waiting for this system already");
    }
}
