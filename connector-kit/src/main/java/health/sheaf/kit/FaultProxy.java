package health.sheaf.kit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on a free loopback port that makes trouble on demand: put it between a connector and
 * its source and {@linkplain #set switch} the {@link Fault} while it runs. It knows no protocol, so
 * it serves HTTP/1.1, TLS and databases alike (not HTTP/2, where answers interleave).
 *
 * <p>{@link Counters#strikes()} says how often a fault really struck. Assert on it: a fault that
 * never happened proves nothing.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int BACKLOG = 512;

    /**
     * What passed so far.
     *
     * @param connections accepted, ever
     * @param open connections whose client has not closed them and that the proxy has not ended
     * @param strikes how often a fault other than {@link Fault.Pass} did its work
     * @param bytesFromClients read from clients
     * @param bytesToClients written to clients
     * @param longestAnswer bytes of the longest answer since {@link #forgetLongestAnswer}: half of
     *     it is a good place to strike
     */
    public record Counters(
            int connections,
            int open,
            int strikes,
            long bytesFromClients,
            long bytesToClients,
            long longestAnswer) {}

    private final InetSocketAddress target;
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final int port;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition switched = lock.newCondition();

    private volatile Fault fault = new Fault.Pass();
    private volatile boolean closed;
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private @Nullable Socket reservation;

    final AtomicInteger accepted = new AtomicInteger();
    final AtomicInteger strikes = new AtomicInteger();
    final AtomicLong bytesFromClients = new AtomicLong();
    final AtomicLong bytesToClients = new AtomicLong();
    final AtomicLong longestAnswer = new AtomicLong();

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.port = listen(0);
    }

    /** A running proxy that passes everything to a target. */
    public static FaultProxy before(String host, int port) {
        try {
            return new FaultProxy(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy found no free port", e);
        }
    }

    /** The name to connect to. */
    public String host() {
        return loopback.getHostAddress();
    }

    /** The port to connect to; the same for the proxy's whole life. */
    public int port() {
        return port;
    }

    public Fault fault() {
        return fault;
    }

    /**
     * Switches the fault, for open connections too. Connections that hang under the old one wake up
     * and go on under the new one; those that a black hole swallowed requests of are closed.
     */
    public void set(Fault next) {
        lock.lock();
        try {
            var refused = fault instanceof Fault.Refuse;
            fault = next;
            if (next instanceof Fault.Refuse && !refused) {
                stopListening();
            } else if (refused && !(next instanceof Fault.Refuse)) {
                listenAgain();
            }
            switched.signalAll();
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy could not switch", e);
        } finally {
            lock.unlock();
        }
    }

    /** Starts to measure {@link Counters#longestAnswer} anew. */
    public void forgetLongestAnswer() {
        longestAnswer.set(0);
    }

    /** Resets every open connection, as a source does that restarts. */
    public void resetConnections() {
        connections.forEach(ProxiedConnection::reset);
    }

    public Counters counters() {
        int open = (int) connections.stream().filter(ProxiedConnection::clientIsThere).count();
        return new Counters(
                accepted.get(),
                open,
                strikes.get(),
                bytesFromClients.get(),
                bytesToClients.get(),
                longestAnswer.get());
    }

    /** Stops listening and resets what is open. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closeListener();
            closeQuietly(reservation);
            switched.signalAll();
        } finally {
            lock.unlock();
        }
        resetConnections();
    }

    /** Blocks until another fault than the one given is set, or the proxy is closed. */
    void awaitSwitch(Fault seen) throws InterruptedException {
        lock.lock();
        try {
            while (fault.equals(seen) && !closed) {
                switched.await();
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private int listen(int wanted) throws IOException {
        var server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(loopback, wanted), BACKLOG);
        listener = server;
        acceptor = Thread.ofVirtual().name("fault-proxy").start(() -> accept(server));
        return server.getLocalPort();
    }

    /** The port is free only when the thread that accepts has left the socket, too. */
    private void closeListener() {
        closeQuietly(listener);
        if (acceptor != null) {
            try {
                acceptor.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void stopListening() throws IOException {
        closeListener();
        // A bound socket that does not listen: connecting is refused, and nobody else gets the
        // port.
        var holder = new Socket();
        holder.setReuseAddress(true);
        holder.bind(new InetSocketAddress(loopback, port));
        reservation = holder;
        resetConnections();
    }

    private void listenAgain() throws IOException {
        closeQuietly(reservation);
        reservation = null;
        listen(port);
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                accepted.incrementAndGet();
                var connection = new ProxiedConnection(this, client, target);
                connections.add(connection);
                Thread.ofVirtual().name("fault-proxy-connection").start(connection::run);
            } catch (SocketException e) {
                // The listener was closed: this is how accept() ends.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("the fault proxy cannot accept", e);
            }
        }
    }

    static void closeQuietly(@Nullable Closeable resource) {
        if (resource == null) {
            return;
        }
        try {
            resource.close();
        } catch (IOException ignored) {
            // A socket that fails to close is closed all the same.
        }
    }
}
