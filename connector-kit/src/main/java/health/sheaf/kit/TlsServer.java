package health.sheaf.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLServerSocket;

/**
 * Puts TLS, sound or {@linkplain TlsTrouble troubled}, before a plain server on a free loopback
 * port. Connect to {@code localhost} or {@code 127.0.0.1}.
 */
public final class TlsServer implements AutoCloseable {

    private static final int BACKLOG = 128;
    private static final int CHUNK = 8 * 1024;

    private final ServerSocket listener;
    private final String targetHost;
    private final int targetPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong plainBytes = new AtomicLong();

    private TlsServer(ServerSocket listener, String targetHost, int targetPort) {
        this.listener = listener;
        this.targetHost = targetHost;
        this.targetPort = targetPort;
    }

    /** A running server that passes what it decrypts to a plain target. */
    public static TlsServer before(
            String host, int port, TestCertificates certificates, TlsTrouble trouble) {
        return start(host, port, certificates, trouble, false);
    }

    /** The same, letting in only clients with a certificate of the test authority. */
    public static TlsServer mutualBefore(String host, int port, TestCertificates certificates) {
        return start(host, port, certificates, TlsTrouble.NONE, true);
    }

    private static TlsServer start(
            String host,
            int port,
            TestCertificates certificates,
            TlsTrouble trouble,
            boolean clientMustShow) {
        try {
            var loopback = InetAddress.getLoopbackAddress();
            var hangs = trouble == TlsTrouble.HANDSHAKE_HANGS;
            ServerSocket listener;
            if (hangs) {
                listener = new ServerSocket(0, BACKLOG, loopback);
            } else {
                listener =
                        certificates
                                .serverContext(trouble)
                                .getServerSocketFactory()
                                .createServerSocket(0, BACKLOG, loopback);
                ((SSLServerSocket) listener).setNeedClientAuth(clientMustShow);
            }
            var server = new TlsServer(listener, host, port);
            Thread.ofVirtual()
                    .name("tls-server")
                    .start(() -> server.accept(hangs ? server::swallow : server::pass));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the TLS server found no free port", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /**
     * How many decrypted bytes clients sent: nought where no client trusted this server, as it
     * should be where there is trouble.
     */
    public long decryptedBytes() {
        return plainBytes.get();
    }

    @Override
    public void close() {
        FaultProxy.closeQuietly(listener);
        sockets.forEach(FaultProxy::closeQuietly);
    }

    private interface Treatment {
        void of(Socket client) throws IOException;
    }

    private void accept(Treatment treatment) {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                sockets.add(client);
                Thread.ofVirtual().name("tls-connection").start(() -> treat(client, treatment));
            } catch (SocketException e) {
                // The listener was closed: this is how accept() ends.
                return;
            } catch (IOException e) {
                throw new UncheckedIOException("the TLS server cannot accept", e);
            }
        }
    }

    private void treat(Socket client, Treatment treatment) {
        try (client) {
            treatment.of(client);
        } catch (IOException refused) {
            // The handshake failed, or somebody hung up: the client's test sees its own side of it.
        } finally {
            sockets.remove(client);
        }
    }

    private void swallow(Socket client) throws IOException {
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void pass(Socket client) throws IOException {
        var in = client.getInputStream();
        var first = new byte[CHUNK];
        // Nothing is opened towards the target before a client has got through the handshake.
        int n = in.read(first);
        if (n < 0) {
            return;
        }
        plainBytes.addAndGet(n);
        try (var target = new Socket(targetHost, targetPort)) {
            sockets.add(target);
            target.setTcpNoDelay(true);
            target.getOutputStream().write(first, 0, n);
            var back = target.getInputStream();
            var out = client.getOutputStream();
            Thread.ofVirtual()
                    .name("tls-answers")
                    .start(() -> {
                        copy(back, out);
                        FaultProxy.closeQuietly(client);
                    });
            var buffer = new byte[CHUNK];
            for (n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                plainBytes.addAndGet(n);
                target.getOutputStream().write(buffer, 0, n);
            }
        } finally {
            sockets.removeIf(Socket::isClosed);
        }
    }

    private static void copy(InputStream from, OutputStream to) {
        try {
            from.transferTo(to);
        } catch (IOException gone) {
            // One side hung up; closing the other is what follows anyway.
        }
    }
}
