package health.sheaf.server.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole server in front of two sources in memory, which know one patient. */
public final class TestRegion implements AutoCloseable {

    public static final String NUMBER = "9990000018";
    public static final String NUMBERS = "https://fhir.nhs.uk/Id/nhs-number";

    /** Tests ask in a minute what a person asks in a year. */
    private static final String UNLIMITED =
            "clients: {requests-per-second: 100000, at-once: 10000}";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FakeSource practice =
            new FakeSource("practice")
                    .holds(
                            Fixtures.patient("p1"),
                            Fixtures.observation("o1", "p1", "2024-01-01", "718-7"),
                            Fixtures.observation("o2", "p1", "2025-03-01", "718-7"),
                            Fixtures.observation("o3", "p1", "2026-02-01", "2160-0"),
                            Fixtures.medicationRequest("m1", "p1"),
                            Fixtures.medication("med1"),
                            Fixtures.practitioner("dr1"),
                            Fixtures.allergy("a1", "p1"));
    private final FakeSource hospital =
            new FakeSource("hospital")
                    .holds(
                            Fixtures.patient("h9"),
                            Fixtures.observation("x1", "h9", "2023-05-05", "718-7"),
                            Fixtures.condition("c1", "h9"),
                            Fixtures.encounter("e1", "h9"));
    private final TestIssuer issuer = new TestIssuer();
    private final MemoryPorts ports = new MemoryPorts();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final ConfigurableApplicationContext context;
    private final int port;
    private final int adminPort;

    public TestRegion() {
        this("");
    }

    /**
     * @param settings more lines of {@code sheaf.yaml}
     */
    public TestRegion(String settings) {
        this(temporary(), settings, Storage.MEMORY);
    }

    /** Where persons, links and audit events are kept. */
    public enum Storage {
        MEMORY,
        /** As the settings say. */
        CONFIGURED
    }

    /**
     * @param folder of the configuration, which may be there from an earlier run
     */
    public TestRegion(Path folder, String settings, Storage storage) {
        this.folder = folder;
        try {
            Files.createDirectories(folder.resolve("sources"));
            Files.writeString(
                    folder.resolve("sheaf.yaml"),
                    """
                    server: {port: 0, admin-port: 0}
                    security:
                      issuers: ["%s"]
                      audience: %s
                    %s
                    """
                            .formatted(
                                    issuer.url(),
                                    TestIssuer.AUDIENCE,
                                    settings.contains("clients:")
                                            ? settings
                                            : settings + "\n" + UNLIMITED));
            definition("practice", "Test practice", "B86001");
            definition("hospital", "Test hospital", "RR8");
            var random = new SecureRandom();
            var config = ServerConfig.read(folder, null);
            var platform =
                    Platform.open(
                            config,
                            FakeSource.factories(practice, hospital),
                            switch (storage) {
                                case MEMORY -> ports::ports;
                                case CONFIGURED -> () -> Stores.open(config, random);
                            },
                            random,
                            Clock.systemUTC(),
                            System::nanoTime);
            context =
                    SheafServer.start(
                            platform, new PrintStream(printed, true, StandardCharsets.UTF_8));
            var run = JSON.readTree(Files.readString(folder.resolve("run.json")));
            port = run.get("port").asInt();
            adminPort = run.get("adminPort").asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("sheaf-server-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void definition(String id, String name, String owner) throws IOException {
        Files.writeString(
                folder.resolve("sources/" + id + ".yaml"),
                """
                id: %s
                name: %s
                owner: %s
                connector: fake
                holds: [demographics, allergies, medications, results, problems, encounters]
                """
                        .formatted(id, name, owner));
    }

    private static final class Shared {
        private static final TestRegion REGION = started();

        private static TestRegion started() {
            var region = new TestRegion();
            Runtime.getRuntime().addShutdownHook(new Thread(region::close, "test-region-stop"));
            return region;
        }
    }

    /** One region for all tests that leave it as they found it: starting takes seconds. */
    public static TestRegion shared() {
        var region = Shared.REGION;
        region.reset();
        return region;
    }

    /** Every source is well again. */
    public void reset() {
        practice.fail(null);
        practice.hang(false);
        hospital.fail(null);
        hospital.hang(false);
        ports.breakAudit(false);
    }

    /**
     * What a raw request brings back; for what no client library would send.
     *
     * @param lines of its head; the connection closes afterwards
     */
    public String raw(String... lines) {
        var head = String.join("\r\n", lines) + "\r\nHost: h\r\nConnection: close\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A raw GET of a path, with a good token and further header lines. */
    public String rawGet(String path, String... headers) {
        var lines = new ArrayList<String>();
        lines.add("GET " + path + " HTTP/1.1");
        lines.add("Authorization: Bearer " + issuer.token());
        lines.addAll(List.of(headers));
        return raw(lines.toArray(String[]::new));
    }

    public FakeSource practice() {
        return practice;
    }

    public FakeSource hospital() {
        return hospital;
    }

    public TestIssuer issuer() {
        return issuer;
    }

    public MemoryPorts ports() {
        return ports;
    }

    public Path folder() {
        return folder;
    }

    public int port() {
        return port;
    }

    public int adminPort() {
        return adminPort;
    }

    public String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public String base() {
        return "http://127.0.0.1:" + port + "/fhir";
    }

    /** A request below the base, with a clinician's token. */
    public HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "Bearer " + issuer.token());
    }

    /** A request below the base, or of a whole URL, without a token. */
    public HttpRequest.Builder bare(String path) {
        var url = path.startsWith("http") ? path : base() + path;
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** GETs with a clinician's token. */
    public HttpResponse<String> get(String path) {
        return send(request(path));
    }

    public JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    /** The person's id, found by number. */
    public String personId() {
        var response = get("/Patient?identifier=" + NUMBERS + "%7C" + NUMBER);
        return json(response)
                .get("entry")
                .valueStream()
                .map(entry -> entry.get("resource"))
                .filter(resource -> resource.get("resourceType").asString().equals("Patient"))
                .map(resource -> resource.get("id").asString())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(response.body()));
    }

    /** Ends it, and leaves its folder for the next. */
    public void stop() {
        context.close();
        issuer.close();
        client.close();
    }

    @Override
    public void close() {
        stop();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
