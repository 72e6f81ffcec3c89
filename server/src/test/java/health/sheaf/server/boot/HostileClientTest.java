package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests made to do harm: refused at once, with a code, and the next request is answered. */
final class HostileClientTest {

    /** Fifty milliseconds on a machine that does nothing else; this one may be busy. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private static final int GIGABYTE = 1_000_000_000;

    private final TestRegion region = TestRegion.shared();
    private String person = "";

    @BeforeEach
    void find() {
        person = region.personId();
    }

    @AfterEach
    void theNextRequestIsAnswered() {
        var next = region.get("/Patient/" + person + "/$everything");

        assertThat(next.statusCode()).isEqualTo(200);
        assertThat(next.body()).contains("Asthma");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1e1000000000|1|SHF-JSON-005",
                "-1e-1000000000|1|SHF-JSON-005",
                "1e300000000|1|SHF-JSON-005",
                "9|10000|SHF-JSON-004",
                "[|60000|SHF-JSON-002",
                "{\"a\":|10000|SHF-JSON-002",
                "{\"a\":1,\"a\":2}|1|SHF-JSON-106",
                "NaN|1|SHF-JSON-104",
                "\"\\ud800\"|1|SHF-JSON-203",
                "1}{|1|SHF-JSON-103"
            })
    void aBodyMadeToDoHarmIsRefusedAtOnce(String value, int times, String code) {
        var body =
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_count\",\"valueInteger\":"
                        + value.repeat(times)
                        + "}]}";

        var refused = atOnce(() -> post(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("OperationOutcome", "SHF-HTTP-011", code)
                .doesNotContain("java", "Exception");
    }

    @Test
    void aResourceTypeGivenTwiceIsRefused() {
        var refused =
                post(
                        "{\"resourceType\":\"Patient\",\"resourceType\":\"Parameters\"}"
                                .getBytes(StandardCharsets.UTF_8));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("SHF-JSON-106");
    }

    @Test
    void depthOfAHundredThousandIsTooLargeABody() {
        var refused = atOnce(() -> post("[".repeat(100_000).getBytes(StandardCharsets.US_ASCII)));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("SHF-HTTP-205");
    }

    @Test
    void aBombInGzipIsNotUnpacked() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 50; i++) {
                gzip.write(new byte[1_000_000]);
            }
        }
        assertThat(packed.size()).isLessThan(60_000);
        for (var type :
                new String[] {"application/fhir+json", "application/x-www-form-urlencoded"}) {
            var refused =
                    atOnce(() ->
                            region.send(
                                    everything(type)
                                            .header("Content-Encoding", "gzip")
                                            .POST(
                                                    HttpRequest.BodyPublishers.ofByteArray(
                                                            packed.toByteArray()))));

            assertThat(refused.statusCode()).isEqualTo(415);
            assertThat(refused.body()).contains("SHF-HTTP-207");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyOfAGigabyteIsRefusedWithoutBeingRead(boolean announced) throws IOException {
        for (var path : new String[] {"/Patient/" + person + "/$everything", "/Patient/_search"}) {
            var flood = flood(path, announced, "Bearer " + region.issuer().token());

            assertThat(flood.answer()).startsWith("HTTP/1.1 413").contains("SHF-HTTP-205");
            assertThat(flood.sent()).isLessThan(32_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsReadOfABodyOfSomebodyUnknown(boolean announced) throws IOException {
        var flood = flood("/Patient/_search", announced, "Bearer nobody");

        assertThat(flood.answer()).startsWith("HTTP/1.1 401").contains("SHF-HTTP-102");
        assertThat(flood.sent()).isLessThan(32_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Observation/../../Patient/2?x",
                "/fhir/Observation/..%2f..%2fPatient/2?x",
                "/fhir/Observation/%2e%2e/%2e%2e/Patient/2?x",
                "/fhir/Patient/../../Patient/2?x",
                "/fhir/Patient/1/Patient/2",
                "/fhir/Patient/12345678901234567890123456789012345678901234567890123456789012345",
                "/fhir/Patient/AAAAAAAAAAAAAAAAAAAAAAAAAA/$everything",
                "/fhir/patient/x",
                "/fhir/$validate",
                "/fhir/Patient/x/$graphql",
                "/fhir/Observation?patient=../../Patient/2?x",
                "/fhir/Observation?patient=http://evil.example/Patient/1"
            })
    void anIdThatIsAPathIsNobodys(String path) {
        long started = System.nanoTime();

        var answer = region.rawGet(path);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(AT_ONCE);
        assertThat(answer.substring(9, 12)).isIn("400", "404");
        assertThat(answer).contains("OperationOutcome", "SHF-HTTP-").doesNotContain("Testperson");
    }

    @Test
    void aPatientInTheUrlAndAnotherInTheBodyIsOneTooMany() {
        var refused =
                region.send(
                        region.request("/Observation/_search?patient=" + person)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("patient=someone-else")));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("SHF-HTTP-005");
    }

    @Test
    void aThousandAcceptedTypesAreNotWeighed() {
        var many = region.rawGet("/fhir/metadata", "Accept: " + "text/x,".repeat(1_000) + "*/*");

        assertThat(many).startsWith("HTTP/1.1 406").contains("SHF-HTTP-204");
    }

    /** What came back, and how many bytes of the body left before it did. */
    private record Flood(String answer, long sent) {}

    private Flood flood(String path, boolean announced, String authorization) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), region.port())) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(
                    ("POST /fhir"
                                    + path
                                    + " HTTP/1.1\r\nHost: h\r\nAuthorization: "
                                    + authorization
                                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                    + (announced
                                            ? "Content-Length: " + GIGABYTE
                                            : "Transfer-Encoding: chunked")
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            long sent = pour(socket, out, announced);
            return new Flood(heard(socket), sent);
        }
    }

    /** Sends until the server has answered or hung up, or all of it has left. */
    private static long pour(Socket socket, OutputStream out, boolean announced) {
        var piece = new byte[64 * 1024];
        long sent = 0;
        try {
            while (sent < GIGABYTE && socket.getInputStream().available() == 0) {
                if (!announced) {
                    out.write("10000\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                out.write(piece);
                if (!announced) {
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                sent += piece.length;
            }
        } catch (IOException hungUp) {
            return sent;
        }
        return sent;
    }

    private static String heard(Socket socket) {
        var heard = new ByteArrayOutputStream();
        try {
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                heard.write(b);
            }
        } catch (IOException hungUp) {
            // Reset because we went on sending: what came before counts.
            return heard.toString(StandardCharsets.UTF_8);
        }
        return heard.toString(StandardCharsets.UTF_8);
    }

    private interface Sending {
        HttpResponse<String> send();
    }

    private static HttpResponse<String> atOnce(Sending sending) {
        long started = System.nanoTime();
        var response = sending.send();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(AT_ONCE);
        return response;
    }

    private HttpResponse<String> post(byte[] json) {
        return region.send(
                everything("application/fhir+json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json)));
    }

    private HttpRequest.Builder everything(String type) {
        return region.request("/Patient/" + person + "/$everything").header("Content-Type", type);
    }
}
