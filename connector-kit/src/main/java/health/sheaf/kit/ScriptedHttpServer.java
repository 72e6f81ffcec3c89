package health.sheaf.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * A tiny HTTP/1.1 server that answers from a script and remembers what it was asked. It writes
 * bytes itself, so that it can lie about its headers in ways no proper server lets you.
 *
 * <p>Answers that were {@linkplain #then queued} go first, one a request; after them the script
 * decides.
 */
public final class ScriptedHttpServer implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final int PIECE = 64 * 1024;
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_BODY = 4 * 1024 * 1024;

    /**
     * What a client asked.
     *
     * @param method such as {@code GET}
     * @param target path and query, as sent
     * @param headers by lower-case name, every value
     * @param body as sent
     */
    @SuppressWarnings("ArrayRecordComponent") // bytes off the wire; requests are never compared
    public record Asked(
            String method, String target, Map<String, List<String>> headers, byte[] body) {

        public Asked {
            headers = Map.copyOf(headers);
        }

        /** The first value of a header. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                    .findFirst();
        }

        /** The target without its query. */
        public String path() {
            int query = target.indexOf('?');
            return query < 0 ? target : target.substring(0, query);
        }

        public String bodyText() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private final ServerSocket listener;
    private final Queue<HttpAnswer> queued = new ConcurrentLinkedQueue<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong padded = new AtomicLong();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private volatile Function<Asked, HttpAnswer> script;

    private ScriptedHttpServer(Function<Asked, HttpAnswer> script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        Thread.ofVirtual().name("scripted-http").start(this::accept);
    }

    /** A running server that answers as a function says. The function may block. */
    public static ScriptedHttpServer answering(Function<Asked, HttpAnswer> script) {
        try {
            return new ScriptedHttpServer(script);
        } catch (IOException e) {
            throw new UncheckedIOException("the scripted server found no free port", e);
        }
    }

    /** A running server that answers what is queued, and 404 after that. */
    public static ScriptedHttpServer start() {
        return answering(request -> HttpAnswer.status(404));
    }

    public String host() {
        return listener.getInetAddress().getHostAddress();
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** The server's address with a path, which starts with a slash. */
    public URI uri(String path) {
        return URI.create("http://" + host() + ":" + port() + path);
    }

    /** Queues answers; each is given once, in this order, before the script is asked. */
    public ScriptedHttpServer then(HttpAnswer... answers) {
        queued.addAll(List.of(answers));
        return this;
    }

    /** Changes the script while the server runs. */
    public void script(Function<Asked, HttpAnswer> next) {
        script = next;
    }

    /** What it was asked so far, oldest first. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** How much padding was sent so far: what clients took, and what lies in the sockets. */
    public long padded() {
        return padded.get();
    }

    /** Forgets what it was asked. */
    public void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        FaultProxy.closeQuietly(listener);
        connections.forEach(FaultProxy::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                connections.add(client);
                Thread.ofVirtual().name("scripted-http-connection").start(() -> serve(client));
            } catch (SocketException e) {
                // The listener was closed: this is how accept() ends.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("the scripted server cannot accept", e);
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var in = new BufferedInputStream(client.getInputStream());
            var out = client.getOutputStream();
            for (var next = read(in); next.isPresent(); next = read(in)) {
                var request = next.get();
                asked.add(request);
                var fromQueue = queued.poll();
                var answer = fromQueue == null ? script.apply(request) : fromQueue;
                out.write(answer.toBytes(request.method().equals("HEAD")));
                pad(out, answer.padding());
                out.flush();
                if (answer.closesConnection()) {
                    client.shutdownOutput();
                    return;
                }
            }
        } catch (IOException gone) {
            // The client went away; the next one gets its own connection.
        } finally {
            connections.remove(client);
        }
    }

    private void pad(OutputStream out, long blanks) throws IOException {
        var piece = new byte[PIECE];
        Arrays.fill(piece, (byte) ' ');
        for (long left = blanks; left > 0; left -= PIECE) {
            int now = (int) Math.min(left, PIECE);
            out.write(piece, 0, now);
            padded.addAndGet(now);
        }
    }

    private static Optional<Asked> read(InputStream in) throws IOException {
        var first = line(in);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        var parts = first.split(" ", 3);
        if (parts.length < 2) {
            throw new IOException("not a request line");
        }
        var headers = new TreeMap<String, List<String>>();
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("not a header line");
            }
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return Optional.of(new Asked(parts[0], parts[1], headers, body(in, headers)));
    }

    private static byte[] body(InputStream in, Map<String, List<String>> headers)
            throws IOException {
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            var body = new ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(line(in).strip(), 16);
                body.write(exactly(in, size));
                line(in);
                if (size == 0) {
                    return body.toByteArray();
                }
            }
        }
        var length = headers.getOrDefault("content-length", List.of("0"));
        return exactly(in, Integer.parseInt(length.getFirst()));
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        if (length > MAX_BODY) {
            throw new IOException("the request body is longer than " + MAX_BODY);
        }
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the request body ended early");
        }
        return bytes;
    }

    /** One line without its end; empty at the end of the stream, too. */
    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.write(b);
            }
            if (line.size() > MAX_HEAD) {
                throw new IOException("the request head is longer than " + MAX_HEAD);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
