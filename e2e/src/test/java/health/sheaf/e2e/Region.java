package health.sheaf.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The demonstration region and the platform, each in a process of its own, as {@code ./sheaf demo}
 * starts them; ended by their own handles.
 */
final class Region implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String SERVER = "health.sheaf.server.boot.SheafServer";
    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final Process estate;
    private final JsonNode description;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process server;
    private String fhir;

    private Region(Path folder, Process estate, JsonNode description) {
        this.folder = folder;
        this.estate = estate;
        this.description = description;
        this.server = launchServer();
        this.fhir = awaitServer();
    }

    /** Starts a region of a few people. */
    static Region start(String... estateArguments) {
        try {
            var folder = Files.createTempDirectory("sheaf-region").resolve("run");
            var arguments =
                    new ArrayList<>(List.of("--people", "40", "--directory", folder.toString()));
            arguments.addAll(List.of(estateArguments));
            var estate =
                    launch(
                            folder.resolveSibling("estate.log"),
                            Files.createDirectories(folder.resolveSibling("estate-tmp")),
                            "health.sheaf.estate.EstateMain",
                            arguments);
            var file = folder.resolve("estate.json");
            await(
                    "the estate",
                    estate,
                    folder.resolveSibling("estate.log"),
                    () -> Files.exists(file));
            var description = JSON.readTree(Files.readAllBytes(file));
            Files.writeString(
                    folder.resolve("sheaf.yaml"),
                    """
                    server:
                      port: 0
                    security:
                      issuers: ["%s"]
                      audience: sheaf
                    clients: {requests-per-second: 10000, at-once: 1000}
                    """
                            .formatted(description.get("issuer").stringValue()));
            return new Region(folder, estate, description);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launchServer() {
        try {
            Files.deleteIfExists(folder.resolve("run.json"));
            return launch(
                    folder.resolve("server.log"),
                    Files.createDirectories(folder.resolve("tmp")),
                    SERVER,
                    List.of("--config", folder.toString(), "--port", "0"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String awaitServer() {
        var run = folder.resolve("run.json");
        await("the server", server, folder.resolve("server.log"), () -> Files.exists(run));
        try {
            return "http://127.0.0.1:"
                    + JSON.readTree(Files.readAllBytes(run)).get("port").intValue()
                    + "/fhir";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path log, Path temporary, String main, List<String> arguments)
            throws IOException {
        var options =
                List.of(
                        "-Xmx1g",
                        "-Djava.io.tmpdir=" + temporary,
                        "-Xlog:class+load:file=" + log.resolveSibling(main + ".classes"));
        return launch(log, options, main, arguments);
    }

    /** Starts a main class of the class path in a process of its own. */
    static Process launch(Path log, List<String> options, String main, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(String what, Process process, Path log, Condition condition) {
        long end = System.nanoTime() + START.toNanos();
        try {
            while (!condition.holds()) {
                if (!process.isAlive() || System.nanoTime() > end) {
                    process.destroyForcibly();
                    throw new AssertionError(what + " did not start:\n" + Files.readString(log));
                }
                Thread.sleep(50);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    Path folder() {
        return folder;
    }

    String fhir() {
        return fhir;
    }

    String token(String who) {
        return description.get("tokens").get(who).stringValue();
    }

    /** The NHS number of the first showcase patient. */
    String firstPatient() {
        return description.get("patients").get(0).get("nhsNumber").stringValue();
    }

    /** The NHS number of the patient who demonstrates something. */
    String patientThatShows(String words) {
        return description
                .get("patients")
                .valueStream()
                .filter(patient -> patient.path("shows").asString("").contains(words))
                .map(patient -> patient.get("nhsNumber").stringValue())
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody shows " + words));
    }

    List<String> patients() {
        var numbers = new ArrayList<String>();
        description.get("patients").forEach(p -> numbers.add(p.get("nhsNumber").stringValue()));
        return numbers;
    }

    List<String> sources() {
        var ids = new ArrayList<String>();
        description.get("sources").forEach(source -> ids.add(source.get("id").stringValue()));
        return ids;
    }

    /**
     * Breaks or heals a source: {@code stop}, {@code hang}, {@code cut?bytes=900}, {@code foreign},
     * {@code heal}.
     */
    void control(String source, String action) {
        for (var described : description.get("sources")) {
            if (described.get("id").stringValue().equals(source)) {
                var uri = URI.create(described.get("control").stringValue() + "/" + action);
                var answer =
                        send(HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody()));
                if (answer.statusCode() != 200) {
                    throw new AssertionError(source + " " + action + ": " + answer.body());
                }
                return;
            }
        }
        throw new AssertionError("no source " + source);
    }

    void healAll() {
        sources().forEach(source -> control(source, "heal"));
    }

    /** The opaque id of a person. */
    String person(String nhsNumber) {
        var form =
                "identifier="
                        + URLEncoder.encode(
                                "https://fhir.nhs.uk/Id/nhs-number|" + nhsNumber,
                                StandardCharsets.UTF_8);
        var answer =
                send(
                        HttpRequest.newBuilder(URI.create(fhir + "/Patient/_search"))
                                .header("Authorization", "Bearer " + token("clinician"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)));
        for (var entry : JSON.readTree(answer.body()).path("entry")) {
            if (entry.path("resource").path("resourceType").asString("").equals("Patient")) {
                return entry.get("resource").get("id").stringValue();
            }
        }
        throw new AssertionError("nobody found: " + answer.statusCode() + " " + answer.body());
    }

    HttpResponse<String> get(String who, String path) {
        return send(
                HttpRequest.newBuilder(URI.create(fhir + path))
                        .header("Authorization", "Bearer " + token(who)));
    }

    /** The classes that the platform's machine has loaded so far. */
    List<String> loadedClasses() {
        try (var lines = Files.lines(folder.resolve(SERVER + ".classes"))) {
            return lines.map(line -> line.replaceFirst("^(\\[[^]]*])+ *", "").split(" ")[0])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the platform's metrics say, from its port for those who look after it. */
    String metrics() {
        try {
            var run = JSON.readTree(Files.readAllBytes(folder.resolve("run.json")));
            var uri = "http://127.0.0.1:" + run.get("adminPort").intValue() + "/prometheus";
            return send(HttpRequest.newBuilder(URI.create(uri))).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode everything(String who, String person) {
        return JSON.readTree(get(who, "/Patient/" + person + "/$everything").body());
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Kills the platform in the middle of whatever it does, as a power cut would. */
    void killServer() throws InterruptedException {
        server.destroyForcibly();
        if (!server.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not die");
        }
    }

    /** Ends the platform in order; everything it will ever write is then written. */
    void stopServer() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not stop");
        }
    }

    void startServer() {
        server = launchServer();
        fhir = awaitServer();
    }

    @Override
    public void close() {
        server.destroy();
        estate.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
            if (!estate.waitFor(20, TimeUnit.SECONDS)) {
                estate.destroyForcibly();
            }
            try (var files = Files.walk(Objects.requireNonNull(folder.getParent()))) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
