package health.sheaf.connector.fhir;

import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceLimits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What one question may still cost: shared by all its searches. */
final class Budget {

    private final AtomicLong bytes;
    private final AtomicInteger entries;
    private final int maxPages;

    Budget(SourceLimits limits, int maxEntries) {
        this.bytes = new AtomicLong(limits.maxBytes());
        this.entries = new AtomicInteger(Math.min(limits.maxEntries(), maxEntries));
        this.maxPages = limits.maxPages();
    }

    /** The longest body that may still come. */
    long bytesLeft() {
        return Math.max(0, bytes.get());
    }

    /** Whether another page may be asked for. */
    boolean allowsMoreEntries() {
        return entries.get() > 0;
    }

    int maxPages() {
        return maxPages;
    }

    /**
     * @throws SourceFaultException where the answers together are longer than is allowed
     */
    void spendBytes(int length) {
        if (bytes.addAndGet(-length) < 0) {
            throw Faults.tooLarge();
        }
    }

    void spendEntries(int count) {
        entries.addAndGet(-count);
    }
}
