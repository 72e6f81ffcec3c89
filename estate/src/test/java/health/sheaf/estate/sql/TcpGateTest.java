package health.sheaf.estate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.estate.fault.Faults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpGateTest {

    private final Faults faults = new Faults(Duration.ZERO);
    private final ServerSocket behind;
    private final TcpGate gate;

    /** Behind the gate somebody says back what is said. */
    TcpGateTest() throws IOException {
        behind = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        gate = new TcpGate("echo", 0, behind.getLocalPort(), faults);
    }

    @BeforeEach
    void open() {
        Thread.startVirtualThread(this::echo);
        gate.start();
    }

    @AfterEach
    void close() throws IOException {
        gate.close();
        behind.close();
    }

    @Test
    void whatIsSaidPassesBothWays() throws Exception {
        try (var socket = connect()) {
            assertThat(say(socket, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void aStoppedGateBreaksConnectionsAndRefusesNewOnes() throws Exception {
        int port = gate.port();
        try (var socket = connect()) {
            assertThat(say(socket, "hello")).isEqualTo("hello");
            gate.stop();
            assertThat(isOver(socket)).isTrue();
        }
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        gate.start();
        assertThat(gate.port()).isEqualTo(port);
        try (var socket = connect()) {
            assertThat(say(socket, "again")).isEqualTo("again");
        }
    }

    @Test
    void aHangingGateSaysNothingUntilItIsHealed() throws Exception {
        try (var socket = connect()) {
            faults.hang();
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> say(socket, "hello"))
                    .isInstanceOf(SocketTimeoutException.class);

            faults.heal();
            socket.setSoTimeout(10_000);
            assertThat(read(socket, "hello".length())).isEqualTo("hello");
        }
    }

    @Test
    void aCutGateEndsAfterItsBytes() throws Exception {
        faults.cutAfter(3, Faults.Cut.BREAK);
        try (var socket = connect()) {
            assertThat(say(socket, "hello")).isEqualTo("hel");
        }
    }

    @Test
    void aSlowGateKeepsWhatIsSaidForAWhile() throws Exception {
        faults.slow(Duration.ofMillis(700));
        try (var socket = connect()) {
            socket.setSoTimeout(150);
            assertThatThrownBy(() -> say(socket, "hello"))
                    .isInstanceOf(SocketTimeoutException.class);
            socket.setSoTimeout(10_000);
            assertThat(read(socket, "hello".length())).isEqualTo("hello");
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gate.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
        return read(socket, words.length());
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    private static boolean isOver(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private void echo() {
        try {
            while (!behind.isClosed()) {
                var socket = behind.accept();
                Thread.startVirtualThread(() -> repeat(socket));
            }
        } catch (IOException e) {
            assertThat(behind.isClosed()).isTrue();
        }
    }

    private static void repeat(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            assertThat(e).as("the test ended the connection").isNotNull();
        }
    }
}
