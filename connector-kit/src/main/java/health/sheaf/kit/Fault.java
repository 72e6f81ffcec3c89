package health.sheaf.kit;

import java.time.Duration;

/**
 * What {@link FaultProxy} does to the answers that pass through it.
 *
 * <p>Byte positions count from nought within one <em>answer</em>: what the target sends between two
 * requests of the client. So a fault strikes a kept-alive connection as it does a fresh one, and
 * the short replies of a log-in are left alone while the long answer behind them is cut.
 */
public sealed interface Fault {

    /** Nothing is done. */
    record Pass() implements Fault {}

    /**
     * Answers come late.
     *
     * @param beforeAnswer waited before the first byte of every answer
     * @param perChunk waited before each piece of it as it comes from the target, at most 8 KiB
     */
    record Latency(Duration beforeAnswer, Duration perChunk) implements Fault {}

    /**
     * Answers come drop by drop.
     *
     * @param bytesPerSecond at least 1
     */
    record Dribble(int bytesPerSecond) implements Fault {
        public Dribble {
            atLeast("bytesPerSecond", bytesPerSecond, 1);
        }
    }

    /**
     * The connection ends in an orderly way (FIN) in the middle of an answer.
     *
     * @param bytes how many of the answer still arrive
     */
    record CutAfter(long bytes) implements Fault {
        public CutAfter {
            atLeast("bytes", bytes, 0);
        }
    }

    /**
     * The connection is reset (RST) in the middle of an answer.
     *
     * @param bytes how many of the answer are sent before; the client may lose some of them
     */
    record ResetAfter(long bytes) implements Fault {
        public ResetAfter {
            atLeast("bytes", bytes, 0);
        }
    }

    /**
     * The answering direction is closed in the middle of an answer, the asking one stays open.
     *
     * @param bytes how many of the answer still arrive
     */
    record HalfCloseAfter(long bytes) implements Fault {
        public HalfCloseAfter {
            atLeast("bytes", bytes, 0);
        }
    }

    /**
     * Bytes of an answer arrive changed: each is inverted, which no UTF-8 text survives.
     *
     * @param from the first changed byte
     * @param count how many, at least 1
     */
    record Corrupt(long from, int count) implements Fault {
        public Corrupt {
            atLeast("from", from, 0);
            atLeast("count", count, 1);
        }
    }

    /**
     * Bytes of an answer arrive twice in a row.
     *
     * @param from the first of them
     * @param count how many, at least 1
     */
    record Duplicate(long from, int count) implements Fault {
        public Duplicate {
            atLeast("from", from, 0);
            atLeast("count", count, 1);
        }
    }

    /** Connections are accepted and read, the target is not asked, nothing is ever answered. */
    record BlackHole() implements Fault {}

    /** An answer arrives up to its first blank line (CR LF CR LF), then nothing more. */
    record HangAfterHeaders() implements Fault {}

    /**
     * An answer arrives up to a byte, then nothing more; the connection stays open.
     *
     * @param bytes how many still arrive
     */
    record HangAfter(long bytes) implements Fault {
        public HangAfter {
            atLeast("bytes", bytes, 0);
        }
    }

    /** Nobody listens; open connections are reset. The port stays reserved. */
    record Refuse() implements Fault {}

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least);
        }
    }
}
