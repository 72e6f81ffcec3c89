package health.sheaf.estate.fault;

import java.time.Duration;

/**
 * What is wrong with one source at the moment. The source asks before and while it answers; the
 * control server sets it. Thread-safe.
 */
public final class Faults {

    /** How an answer is cut off. */
    public enum Cut {
        /** After the bytes the connection breaks. */
        BREAK,
        /** After the bytes the answer ends as if it were whole. */
        CLEAN
    }

    private final Duration usual;
    private Duration latency;
    private boolean hanging;
    private boolean foreign;
    private long cutAfter = -1;
    private Cut cut = Cut.BREAK;

    /**
     * @param latency how long this source usually takes
     */
    public Faults(Duration latency) {
        this.usual = latency;
        this.latency = latency;
    }

    public synchronized Duration latency() {
        return latency;
    }

    /** From now on every answer takes so long. */
    public synchronized void slow(Duration latency) {
        this.latency = latency;
    }

    public synchronized boolean hanging() {
        return hanging;
    }

    /** From now on answers stop after their headers. */
    public synchronized void hang() {
        hanging = true;
    }

    /** Waits until the source no longer hangs; returns at once where it does not. */
    public synchronized void awaitHealed() throws InterruptedException {
        while (hanging) {
            wait();
        }
    }

    public synchronized boolean foreign() {
        return foreign;
    }

    /** From now on answers hold one resource of somebody else's. */
    public synchronized void slipIn() {
        foreign = true;
    }

    /** After how many bytes a body is cut; -1: never. */
    public synchronized long cutAfter() {
        return cutAfter;
    }

    public synchronized Cut cut() {
        return cut;
    }

    /** From now on bodies end after so many bytes. */
    public synchronized void cutAfter(long bytes, Cut cut) {
        cutAfter = bytes;
        this.cut = cut;
    }

    /** Everything as it was. */
    public synchronized void heal() {
        latency = usual;
        hanging = false;
        foreign = false;
        cutAfter = -1;
        notifyAll();
    }
}
