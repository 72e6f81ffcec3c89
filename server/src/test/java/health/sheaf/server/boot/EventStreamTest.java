package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.FaultCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class EventStreamTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final TestRegion region = TestRegion.shared();
    private String person = "";

    private record Event(String name, JsonNode data) {}

    @BeforeEach
    void find() {
        person = region.personId();
    }

    @AfterEach
    void reset() {
        region.reset();
    }

    private List<Event> events(String path) {
        var response = region.send(region.request(path).header("Accept", "text/event-stream"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("text/event-stream");
        return Stream.of(response.body().split("\n\n"))
                .map(block ->
                        Stream.of(block.split("\n")).filter(line -> !line.startsWith(":")).toList())
                .filter(lines -> lines.size() == 2)
                .map(lines ->
                        new Event(
                                lines.get(0).substring("event: ".length()),
                                JSON.readTree(lines.get(1).substring("data: ".length()))))
                .toList();
    }

    @Test
    void eachSourceIsAnEventAndTheLedgerIsTheLast() {
        var events = events("/Patient/" + person + "/$everything");

        assertThat(events).extracting(Event::name).containsExactly("source", "source", "ledger");
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.data().at("/entry/0/resource/resourceType").asString())
                                .isEqualTo("OperationOutcome"));
        assertThat(events.toString()).contains("Asthma").contains("Penicillin");
        assertThat(events.getLast().data().toString()).contains("practice").contains("hospital");
    }

    @Test
    void aSourceThatFailedIsAnEventToo() {
        region.practice().fail(FaultCode.CONNECT_FAILED);

        var events = events("/Patient/" + person + "/$everything");

        assertThat(events).hasSize(3);
        assertThat(events.toString()).contains("unreachable").doesNotContain("Penicillin");
    }

    @Test
    void aStrangerGetsAPlainRefusal() {
        var response =
                region.send(
                        region.request("/Patient/aaaaaaaaaaaaaaaaaaaaaaaaaa/$everything")
                                .header("Accept", "text/event-stream"));

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @Test
    void eventsAreGivenOfARecordOnly() {
        var response =
                region.send(
                        region.request("/Condition?patient=" + person)
                                .header("Accept", "text/event-stream"));

        assertThat(response.statusCode()).isEqualTo(406);
    }

    @Test
    void aClientThatGoesAwayIsNotAskedForAnyFurther() throws IOException, InterruptedException {
        region.practice().hang(true);
        int before = region.practice().interruptions();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), region.port())) {
            socket.getOutputStream()
                    .write(
                            "GET /fhir/Patient/%s/$everything HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nAccept: text/event-stream\r\n\r\n"
                                    .formatted(person, region.issuer().token())
                                    .getBytes(StandardCharsets.US_ASCII));
            readUntil(socket, "event: source");
            assertThat(region.practice().interruptions()).isEqualTo(before);
        }

        var waited = Duration.ZERO;
        while (region.practice().interruptions() == before
                && waited.compareTo(Duration.ofSeconds(3)) < 0) {
            Thread.sleep(5);
            waited = waited.plusMillis(5);
        }

        assertThat(region.practice().interruptions()).isEqualTo(before + 1);
        // 200 ms on a machine that does nothing else; this one may be busy.
        assertThat(waited).isLessThan(Duration.ofSeconds(1));
    }

    private static void readUntil(Socket socket, String text) throws IOException {
        var read = new StringBuilder();
        int c = socket.getInputStream().read();
        while (c >= 0) {
            read.append((char) c);
            if (read.indexOf(text) >= 0) {
                return;
            }
            c = socket.getInputStream().read();
        }
        throw new IOException("ended before: " + text);
    }
}
