package health.sheaf.estate.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import health.sheaf.estate.fault.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server on the loopback address, one virtual thread a request, that can be stopped and
 * started again on its port and that answers as badly as its {@link Faults} demand.
 */
public final class LocalServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    private static final int MAX_REQUEST = 1024 * 1024;
    private static final int BACKLOG = 512;

    static {
        // Headers and body are two packets; without this the second waits 40 ms for an ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final String name;
    private final Faults faults;
    private final Function<Request, Reply> handler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int port;
    private @Nullable HttpServer server;

    /**
     * @param name for the log
     * @param port nought: any free one, the same again after a stop
     * @param handler answers; what it throws becomes 500
     */
    public LocalServer(String name, int port, Faults faults, Function<Request, Reply> handler) {
        this.name = name;
        this.port = port;
        this.faults = faults;
        this.handler = handler;
    }

    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var fresh = HttpServer.create(address, BACKLOG);
            fresh.setExecutor(threads);
            fresh.createContext("/", this::answer);
            fresh.start();
            port = fresh.getAddress().getPort();
            server = fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for " + name, e);
        }
    }

    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    public synchronized boolean running() {
        return server != null;
    }

    /** The port; nought before the first start. */
    public synchronized int port() {
        return port;
    }

    /** {@code http://127.0.0.1:port}. */
    public String origin() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readNBytes(MAX_REQUEST);
            var request =
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders(),
                            body);
            Thread.sleep(faults.latency());
            send(exchange, reply(request));
        } catch (InterruptedException e) {
            // The server is being stopped: the connection breaks, as it would in life.
            Thread.currentThread().interrupt();
        }
    }

    private Reply reply(Request request) {
        try {
            return handler.apply(request);
        } catch (RuntimeException e) {
            // The border of the server: a fault of the simulator must not look like a hang.
            LOG.error("{} could not answer", name, e);
            return Reply.json(500, "{}");
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        reply.headers()
                .forEach((header, value) -> exchange.getResponseHeaders().set(header, value));
        var body = reply.body();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (body.length == 0 || head) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        long cut = faults.cutAfter();
        int sent = cut < 0 ? body.length : (int) Math.min(cut, body.length);
        boolean clean = faults.cut() == Faults.Cut.CLEAN;
        if (clean && sent == 0) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), clean ? sent : body.length);
        var out = exchange.getResponseBody();
        if (faults.hanging()) {
            out.flush();
            faults.awaitHealed();
        }
        out.write(body, 0, sent);
        out.flush();
        // Closing the exchange early breaks the connection where bytes are still owed.
    }
}
