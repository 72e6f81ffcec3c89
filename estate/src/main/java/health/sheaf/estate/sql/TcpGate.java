package health.sheaf.estate.sql;

import health.sheaf.estate.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A door in front of a database: it passes bytes through, late or not at all as its {@link Faults}
 * demand. The latency is counted once for each thing the client says. Hanging and cutting begin
 * with the next bytes the database says.
 */
final class TcpGate implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpGate.class);
    private static final int BUFFER = 16 * 1024;
    private static final int BACKLOG = 128;

    private final String name;
    private final int target;
    private final Faults faults;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int port;
    private @Nullable ServerSocket door;

    /**
     * @param port nought: any free one, the same again after a stop
     * @param target the database's own port on the loopback address
     */
    TcpGate(String name, int port, int target, Faults faults) {
        this.name = name;
        this.port = port;
        this.target = target;
        this.faults = faults;
    }

    synchronized void start() {
        if (door != null) {
            return;
        }
        try {
            var fresh = new ServerSocket();
            fresh.setReuseAddress(true);
            fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            port = fresh.getLocalPort();
            door = fresh;
            threads.execute(() -> welcome(fresh));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for " + name, e);
        }
    }

    synchronized void stop() {
        if (door != null) {
            shut(door);
            door = null;
        }
        open.forEach(TcpGate::shut);
        open.clear();
    }

    synchronized boolean running() {
        return door != null;
    }

    synchronized int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private void welcome(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                var client = from.accept();
                open.add(client);
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                LOG.debug("the gate of {} was shut", name);
            }
        }
    }

    private void connect(Socket client) {
        try {
            var database = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(database);
            client.setTcpNoDelay(true);
            database.setTcpNoDelay(true);
            threads.execute(() -> pass(client, database, false));
            pass(database, client, true);
        } catch (IOException e) {
            LOG.debug("the database of {} did not answer", name);
            shut(client);
        } finally {
            open.remove(client);
        }
    }

    private void pass(Socket from, Socket to, boolean answers) {
        var said = new AtomicLong();
        try (from;
                to) {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (answers) {
                    faults.awaitHealed();
                    read = (int) Math.min(read, allowed(said, read));
                } else {
                    Thread.sleep(faults.latency());
                }
                out.write(buffer, 0, read);
                if (answers && faults.cutAfter() >= 0 && said.get() >= faults.cutAfter()) {
                    return;
                }
            }
        } catch (IOException e) {
            LOG.debug("a connection to {} ended", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** How many of the bytes may still pass, since the cut was ordered. */
    private long allowed(AtomicLong said, int read) {
        long cut = faults.cutAfter();
        if (cut < 0) {
            said.set(0);
            return read;
        }
        long before = said.getAndAdd(read);
        return Math.max(0, Math.min(read, cut - before));
    }

    private static void shut(java.io.Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            LOG.debug("could not be closed properly");
        }
    }
}
