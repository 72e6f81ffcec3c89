package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import health.sheaf.spi.FaultCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Spans leave for a collector, and no patient leaves with them. */
final class TracesTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final Pattern TRACERESPONSE =
            Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-01");

    /** A collector that takes OTLP over HTTP, and keeps the bytes as they came. */
    private static final class Collector implements AutoCloseable {

        private final HttpServer server;
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final List<String> types = new CopyOnWriteArrayList<>();

        Collector() {
            try {
                server =
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext(
                    "/v1/traces",
                    exchange -> {
                        synchronized (received) {
                            received.write(exchange.getRequestBody().readAllBytes());
                        }
                        types.add(exchange.getRequestHeaders().getFirst("Content-Type"));
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
        }

        /** Each byte as a character. */
        String bytes() {
            synchronized (received) {
                return received.toString(StandardCharsets.ISO_8859_1);
            }
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    @Test
    void spansNameRoutesAndSourcesAndNobody() {
        try (var collector = new Collector()) {
            String person;
            String token;
            String condition;
            try (var region = new TestRegion("tracing: {endpoint: \"" + collector.url() + "\"}")) {
                token = region.issuer().token();
                person = region.personId();
                condition = ask(region, person);
            }

            // Closing sends what waits.
            assertThat(collector.types).isNotEmpty().containsOnly("application/x-protobuf");
            assertThat(collector.bytes())
                    .contains("sheaf", "GET /fhir/Patient/{id}/$everything", "/fhir/Patient")
                    .contains("GET /fhir/Condition/{id}", "POST /fhir/Patient/_search", "/fhir/*")
                    .contains("ask practice", "ask hospital", "sheaf.verdict", "answered")
                    .contains("bad-data", "SHF-SRC-301", "sheaf.entries", "sheaf.milliseconds")
                    .contains(bytes(TRACE), bytes(PARENT))
                    .doesNotContain(person, condition, TestRegion.NUMBER, "999 000 0018")
                    .doesNotContain("Testperson", "1980-02-03", "Asthma", "Penicillin")
                    .doesNotContain("eyJ", token.substring(token.length() - 20))
                    .doesNotContain("identifier", "718-7", "handed-on", "in-the-state");
        }
    }

    private static String ask(TestRegion region, String person) {
        region.get("/Patient?family=Testperson&birthdate=1980-02-03");
        region.send(
                region.request("/Patient/_search")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "identifier=" + TestRegion.NUMBER)));
        region.get("/Observation?patient=" + person + "&code=718-7");
        region.get("/Patient/" + TestRegion.NUMBER);
        region.get("/Nothing/" + TestRegion.NUMBER);
        region.send(region.bare("/Patient?identifier=" + TestRegion.NUMBER));
        var found =
                region.json(region.get("/Condition?patient=" + person))
                        .get("entry")
                        .valueStream()
                        .map(entry -> entry.get("resource"))
                        .filter(entry -> entry.get("resourceType").asString().equals("Condition"))
                        .findFirst()
                        .orElseThrow();
        var id = found.get("id").asString();
        region.get("/Condition/" + id);
        region.practice().fail(FaultCode.MALFORMED);
        var continued =
                region.send(
                        region.request("/Patient/" + person + "/$everything")
                                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                                .header("tracestate", "vendor=in-the-state")
                                .header("baggage", "patient=handed-on"));
        assertThat(trace(continued)).isEqualTo(TRACE);
        region.send(
                region.request("/Patient/" + person + "/$everything")
                        .header("Accept", "text/event-stream"));
        return id;
    }

    private static String trace(HttpResponse<String> response) {
        var header = response.headers().firstValue("traceresponse").orElseThrow();
        var matcher = TRACERESPONSE.matcher(header);
        assertThat(matcher.matches()).as(header).isTrue();
        return matcher.group(1);
    }

    @Test
    void aCollectorThatIsAwayDisturbsNobody() {
        try (var region = new TestRegion("tracing: {endpoint: \"http://127.0.0.1:1/v1/traces\"}")) {
            var response = region.get("/Patient/" + region.personId() + "/$everything");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(trace(response)).isNotEqualTo("0".repeat(32));
        }
    }

    @Test
    void withoutACollectorThereIsNoTrace() {
        var region = TestRegion.shared();

        var response =
                region.send(
                        region.request("/metadata")
                                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01"));

        assertThat(response.headers().firstValue("traceresponse")).isEmpty();
    }

    @Test
    void aTraceThatIsNoneIsNotContinued() {
        try (var collector = new Collector();
                var region = new TestRegion("tracing: {endpoint: \"" + collector.url() + "\"}")) {
            for (var odd :
                    new String[] {"x", "00-" + TRACE, "00-" + TRACE + "-" + PARENT + "-0x"}) {
                var response = region.send(region.request("/metadata").header("traceparent", odd));
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(trace(response)).isNotEqualTo(TRACE);
            }
        }
    }
}
