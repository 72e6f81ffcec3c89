package health.sheaf.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * The sources, in a process of their own so that their work is not counted as ours: they send ready
 * bytes.
 *
 * <p>Arguments: how many sources, entries of each, delay in milliseconds, how many of them hang.
 * Prints the ports.
 */
final class BenchSources {

    private static final String PATIENT = "11111111-2222-4333-8444-555555555555";
    private static final byte[] METADATA =
            """
            {"resourceType":"CapabilityStatement","status":"active","kind":"instance","fhirVersion":"4.0.1","format":["json"],"rest":[{"mode":"server","resource":[{"type":"Patient","interaction":[{"code":"read"},{"code":"search-type"}],"searchParam":[{"name":"identifier","type":"token"}],"operation":[{"name":"everything","definition":"http://hl7.org/fhir/OperationDefinition/Patient-everything"}]},{"type":"Condition","interaction":[{"code":"search-type"}],"searchParam":[{"name":"patient","type":"reference"}]},{"type":"Observation","interaction":[{"code":"search-type"}],"searchParam":[{"name":"patient","type":"reference"}]},{"type":"MedicationRequest","interaction":[{"code":"search-type"}],"searchParam":[{"name":"patient","type":"reference"}]}]}]}\
            """
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final byte[] patient = Charts.patientOnly(PATIENT);
    private final byte[] everything;
    private final Duration delay;
    private final boolean hangs;

    private BenchSources(byte[] everything, Duration delay, boolean hangs) {
        this.everything = everything;
        this.delay = delay;
        this.hangs = hangs;
    }

    static void run(List<String> arguments, PrintStream out) throws IOException {
        int sources = Integer.parseInt(arguments.get(0));
        int entries = Integer.parseInt(arguments.get(1));
        var delay = Duration.ofMillis(Long.parseLong(arguments.get(2)));
        int hanging = Integer.parseInt(arguments.get(3));
        var ports = new ArrayList<String>();
        for (int i = 0; i < sources; i++) {
            var bytes = new Charts(i).everything(PATIENT, entries);
            var source = new BenchSources(bytes, delay, i < hanging);
            ports.add(String.valueOf(source.start()));
        }
        out.println(String.join(",", ports));
        out.flush();
    }

    private int start() throws IOException {
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getPath();
            var body = everything;
            if (path.endsWith("/metadata")) {
                body = METADATA;
            } else if (path.contains("/_search") || path.endsWith("/Patient")) {
                body = patient;
            } else {
                Thread.sleep(hangs ? Duration.ofHours(1) : delay);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/fhir+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
