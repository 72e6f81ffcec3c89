package health.sheaf.spi;

import java.time.Duration;

/**
 * What a source may be burdened with, and what it may burden us with.
 *
 * @param concurrency requests to it at the same time, at most
 * @param requestsPerSecond sustained, at most
 * @param maxEntries entries of one answer
 * @param maxBytes bytes of one answer, after decompression
 * @param maxPages pages of one answer
 * @param giveUp after which its answer is no longer awaited
 */
public record SourceLimits(
        int concurrency,
        double requestsPerSecond,
        int maxEntries,
        long maxBytes,
        int maxPages,
        Duration giveUp) {

    /** What holds where the definition says nothing. */
    public static final SourceLimits DEFAULT =
            new SourceLimits(16, 100, 20_000, 50L * 1024 * 1024, 200, Duration.ofSeconds(15));

    public SourceLimits {
        if (concurrency < 1
                || !(requestsPerSecond > 0)
                || maxEntries < 1
                || maxBytes < 1
                || maxPages < 1
                || giveUp.isNegative()
                || giveUp.isZero()) {
            throw new InvalidValueException("every limit of a source must be greater than nought");
        }
    }
}
