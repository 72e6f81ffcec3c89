package health.sheaf.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection through the {@link FaultProxy}: two pumps, and the fault on the way back. */
final class ProxiedConnection {

    private static final int CHUNK = 8 * 1024;
    private static final int CONNECT_MILLIS = 5_000;

    /** How long bytes get to reach the client before a reset, which overtakes them. */
    private static final Duration BEFORE_RESET = Duration.ofMillis(20);

    private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};

    private final FaultProxy proxy;
    private final Socket client;
    private final InetSocketAddress target;
    private final Socket server = new Socket();

    private volatile boolean clientDone;
    private volatile boolean ended;
    private volatile boolean newExchange = true;
    private volatile @Nullable Thread answering;
    private volatile boolean stalled;

    // Of the answer that passes; touched by the answering pump alone.
    private long offset;
    private int blankLineMatched;
    private boolean headersEnded;
    private ByteArrayOutputStream remembered = new ByteArrayOutputStream();

    ProxiedConnection(FaultProxy proxy, Socket client, InetSocketAddress target) {
        this.proxy = proxy;
        this.client = client;
        this.target = target;
    }

    boolean clientIsThere() {
        return !clientDone && !ended;
    }

    void run() {
        try {
            client.setTcpNoDelay(true);
            if (swallowedByBlackHole()) {
                return;
            }
            server.connect(target, CONNECT_MILLIS);
            server.setTcpNoDelay(true);
            answering = Thread.ofVirtual().name("fault-proxy-answers").start(this::pumpAnswers);
            pumpRequests();
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    /** Ends both sides with RST. */
    void reset() {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // Already closed.
            ended = true;
        }
        close();
    }

    private void close() {
        ended = true;
        FaultProxy.closeQuietly(client);
        FaultProxy.closeQuietly(server);
        var pump = answering;
        if (pump != null && !pump.equals(Thread.currentThread())) {
            pump.interrupt();
        }
        proxy.forget(this);
    }

    private void pumpRequests() throws IOException, InterruptedException {
        var in = client.getInputStream();
        var out = server.getOutputStream();
        var buffer = new byte[CHUNK];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            proxy.bytesFromClients.addAndGet(n);
            newExchange = true;
            if (proxy.fault() instanceof Fault.BlackHole) {
                proxy.strikes.incrementAndGet();
                if (swallowedByBlackHole()) {
                    return;
                }
            }
            out.write(buffer, 0, n);
        }
        clientDone = true;
        if (stalled) {
            // It gave up waiting: nothing will be read any more.
            close();
        } else {
            server.shutdownOutput();
        }
    }

    /**
     * Reads and never answers while the fault is a black hole; then the connection is of no use.
     */
    private boolean swallowedByBlackHole() throws IOException, InterruptedException {
        var seen = proxy.fault();
        if (!(seen instanceof Fault.BlackHole)) {
            return false;
        }
        proxy.strikes.incrementAndGet();
        var waker = Thread.ofVirtual().start(() -> endAfterSwitchFrom(seen));
        try {
            var in = client.getInputStream();
            var buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                proxy.bytesFromClients.addAndGet(n);
            }
        } finally {
            clientDone = true;
            waker.interrupt();
            close();
        }
        return true;
    }

    private void endAfterSwitchFrom(Fault seen) {
        try {
            proxy.awaitSwitch(seen);
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pumpAnswers() {
        try {
            var in = server.getInputStream();
            var out = client.getOutputStream();
            var buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (newExchange) {
                    newExchange = false;
                    offset = 0;
                    blankLineMatched = 0;
                    headersEnded = false;
                    remembered = new ByteArrayOutputStream();
                }
                if (!forward(out, buffer, n)) {
                    return;
                }
            }
            client.shutdownOutput();
            if (clientDone) {
                close();
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
    }

    /** Sends one piece of an answer as the fault has it; false when nothing more shall come. */
    private boolean forward(OutputStream out, byte[] bytes, int length)
            throws IOException, InterruptedException {
        var fault = proxy.fault();
        return switch (fault) {
            case Fault.Pass pass -> write(out, bytes, 0, length);
            case Fault.Latency(var beforeAnswer, var perChunk) -> {
                proxy.strikes.incrementAndGet();
                waitFor(offset == 0 ? beforeAnswer.plus(perChunk) : perChunk, fault);
                yield write(out, bytes, 0, length);
            }
            case Fault.Dribble(int perSecond) -> dribble(out, bytes, length, perSecond, fault);
            case Fault.CutAfter(long at) -> {
                if (!writeUntil(out, bytes, length, at)) {
                    yield true;
                }
                client.shutdownOutput();
                close();
                yield false;
            }
            case Fault.ResetAfter(long at) -> {
                if (!writeUntil(out, bytes, length, at)) {
                    yield true;
                }
                Thread.sleep(BEFORE_RESET);
                reset();
                yield false;
            }
            case Fault.HalfCloseAfter(long at) -> {
                if (!writeUntil(out, bytes, length, at)) {
                    yield true;
                }
                client.shutdownOutput();
                yield false;
            }
            case Fault.HangAfter(long at) -> {
                int before = Math.clamp(at - offset, 0, length);
                if (!writeUntil(out, bytes, length, at)) {
                    yield true;
                }
                yield hangThenGoOn(out, bytes, before, length, fault);
            }
            case Fault.HangAfterHeaders hang -> {
                int end = endOfHeaders(bytes, length);
                write(out, bytes, 0, end);
                if (!headersEnded) {
                    yield true;
                }
                proxy.strikes.incrementAndGet();
                yield hangThenGoOn(out, bytes, end, length, fault);
            }
            case Fault.Corrupt(long from, int count) -> {
                corrupt(bytes, length, from, count);
                yield write(out, bytes, 0, length);
            }
            case Fault.Duplicate(long from, int count) ->
                    duplicate(out, bytes, length, from, count);
            case Fault.BlackHole blackHole -> true;
            case Fault.Refuse refuse -> {
                proxy.strikes.incrementAndGet();
                reset();
                yield false;
            }
        };
    }

    private boolean write(OutputStream out, byte[] bytes, int from, int until) throws IOException {
        out.write(bytes, from, until - from);
        offset += until - from;
        proxy.bytesToClients.addAndGet(until - from);
        proxy.longestAnswer.accumulateAndGet(offset, Math::max);
        return true;
    }

    /** Writes what lies before a position of the answer; true when that position is reached. */
    private boolean writeUntil(OutputStream out, byte[] bytes, int length, long at)
            throws IOException {
        write(out, bytes, 0, Math.clamp(at - offset, 0, length));
        if (offset < at) {
            return false;
        }
        proxy.strikes.incrementAndGet();
        return true;
    }

    private boolean hangThenGoOn(OutputStream out, byte[] bytes, int from, int until, Fault seen)
            throws IOException, InterruptedException {
        stalled = true;
        try {
            if (clientDone) {
                close();
                return false;
            }
            proxy.awaitSwitch(seen);
        } finally {
            stalled = false;
        }
        return write(out, bytes, from, until);
    }

    private boolean dribble(OutputStream out, byte[] bytes, int length, int perSecond, Fault seen)
            throws IOException, InterruptedException {
        proxy.strikes.incrementAndGet();
        // Drops of at least 10 ms, so that a fast dribble does not drown in timers.
        int drop = Math.max(1, perSecond / 100);
        var pause = Duration.ofNanos(1_000_000_000L * drop / perSecond);
        int sent = 0;
        while (sent < length) {
            if (!proxy.fault().equals(seen)) {
                return write(out, bytes, sent, length);
            }
            int next = Math.min(length, sent + drop);
            write(out, bytes, sent, next);
            sent = next;
            waitFor(pause, seen);
        }
        return true;
    }

    private void waitFor(Duration wait, Fault seen) throws InterruptedException {
        stalled = true;
        try {
            if (!clientDone && proxy.fault().equals(seen)) {
                Thread.sleep(wait);
            }
        } finally {
            stalled = false;
        }
    }

    private int endOfHeaders(byte[] bytes, int length) {
        for (int i = 0; i < length && !headersEnded; i++) {
            if (bytes[i] == BLANK_LINE[blankLineMatched]) {
                blankLineMatched++;
            } else {
                blankLineMatched = bytes[i] == '\r' ? 1 : 0;
            }
            if (blankLineMatched == BLANK_LINE.length) {
                headersEnded = true;
                return i + 1;
            }
        }
        return headersEnded ? 0 : length;
    }

    private void corrupt(byte[] bytes, int length, long from, int count) {
        for (int i = 0; i < length; i++) {
            long at = offset + i;
            if (at >= from && at < from + count) {
                bytes[i] = (byte) ~bytes[i];
                if (at == from) {
                    proxy.strikes.incrementAndGet();
                }
            }
        }
    }

    private boolean duplicate(OutputStream out, byte[] bytes, int length, long from, int count)
            throws IOException {
        long end = from + count;
        int first = Math.clamp(from - offset, 0, length);
        int last = Math.clamp(end - offset, 0, length);
        boolean reached = offset < end && offset + length >= end;
        remembered.write(bytes, first, last - first);
        write(out, bytes, 0, last);
        if (reached) {
            var again = remembered.toByteArray();
            out.write(again);
            proxy.bytesToClients.addAndGet(again.length);
            proxy.strikes.incrementAndGet();
        }
        return write(out, bytes, last, length);
    }
}
