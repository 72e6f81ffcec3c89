package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps quiet for as long as a source asked for ({@code Retry-After}), within reason. */
final class Throttle {

    /** A source that asks for more gets this much; its breaker does the rest. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private final AtomicLong quietUntil;

    Throttle(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.quietUntil = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * @throws SourceFaultException {@link FaultCode#THROTTLED} while the source wants quiet
     */
    void check() {
        long left = quietUntil.get() - nanoTime.getAsLong();
        if (left > 0) {
            throw HttpFaults.fault(
                    FaultCode.THROTTLED,
                    "the source asked us to wait another "
                            + (Duration.ofNanos(left).toSeconds() + 1)
                            + " s");
        }
    }

    /** Notes what the source asked for. */
    void heed(String retryAfter) {
        long wait = wait(retryAfter).toNanos();
        if (wait > 0) {
            quietUntil.set(nanoTime.getAsLong() + wait);
        }
    }

    Duration wait(String retryAfter) {
        var text = retryAfter.strip();
        if (text.matches("\\d{1,18}")) {
            return Duration.ofSeconds(Math.min(Long.parseLong(text), LONGEST.toSeconds()));
        }
        try {
            var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(clock.instant(), until.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
