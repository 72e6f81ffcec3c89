package health.sheaf.e2e;

import health.sheaf.estate.auth.AuthorizationServer;
import health.sheaf.estate.auth.DemoUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The platform as it is deployed, in a process of its own with a small heap, in front of five
 * sources that do what a test tells them to.
 */
final class ScriptedRegion implements AutoCloseable {

    static final String NHS_NUMBER = "9990000018";

    private static final List<String> OWNERS = List.of("B86001", "RR8", "RWD", "RY6", "RX8");

    private final Path folder;
    private final List<ScriptedSource> sources = new ArrayList<>();
    private final AuthorizationServer authorization =
            new AuthorizationServer(0, "sheaf", Clock.systemUTC(), new SecureRandom());
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Process server;
    private String fhir;
    private final String person;

    /**
     * @param limits of each source, as its definition writes them; empty: the usual ones
     * @param places further lines of {@code sheaf.yaml}: where data are kept
     */
    ScriptedRegion(String limits, String places) {
        try {
            folder = Files.createTempDirectory("sheaf-scripted");
            authorization.start();
            Files.createDirectories(folder.resolve("sources"));
            Files.writeString(
                    folder.resolve("sheaf.yaml"),
                    """
                    server: {port: 0}
                    clients: {requests-per-second: 10000, at-once: 1000}
                    security: {issuers: ["%s"], audience: sheaf}
                    %s
                    """
                            .formatted(authorization.issuer(), places));
            for (var id : List.of("alpha", "bravo", "charlie", "delta", "echo")) {
                var source = new ScriptedSource(id, NHS_NUMBER);
                define(source, OWNERS.get(sources.size()), limits);
                sources.add(source);
            }
            server = launched();
            fhir = address();
            person = find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void define(ScriptedSource source, String owner, String limits) throws IOException {
        Files.writeString(
                folder.resolve("sources/" + source.id() + ".yaml"),
                """
                id: %s
                name: System %s
                owner: %s
                connector: fhir
                holds: [demographics, results, allergies]
                %s
                settings: {base-url: "%s", read: everything}
                """
                        .formatted(source.id(), source.id(), owner, limits, source.base()));
    }

    void startServer() throws IOException {
        server = launched();
        fhir = address();
    }

    private Process launched() throws IOException {
        Files.deleteIfExists(folder.resolve("run.json"));
        return Region.launch(
                folder.resolve("server.log"),
                List.of("-Xmx256m"),
                "health.sheaf.server.boot.SheafServer",
                List.of("--config", folder.toString(), "--port", "0"));
    }

    private String address() throws IOException {
        var run = folder.resolve("run.json");
        Region.await("the server", server, folder.resolve("server.log"), () -> Files.exists(run));
        return "http://127.0.0.1:"
                + Region.JSON.readTree(Files.readAllBytes(run)).get("port").intValue()
                + "/fhir";
    }

    void stopServer() throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the server did not stop");
        }
    }

    boolean isAlive() {
        return server.isAlive();
    }

    Path folder() {
        return folder;
    }

    ScriptedSource source(String id) {
        return sources.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    }

    List<ScriptedSource> sources() {
        return sources;
    }

    void heal() {
        sources.forEach(ScriptedSource::heal);
    }

    /** An answer and how long it took. */
    record Timed(HttpResponse<String> response, Duration took) {

        JsonNode json() {
            return Region.JSON.readTree(response.body());
        }

        /** How many resources of a source are in it. */
        long entriesOf(ScriptedSource source) {
            return json().path("entry")
                    .valueStream()
                    .filter(entry -> {
                        var resource = entry.path("resource");
                        return resource.path("meta")
                                .path("source")
                                .asString("")
                                .equals("urn:sheaf:source:" + source.id());
                    })
                    .count();
        }

        /** A source's line of the ledger. */
        JsonNode line(ScriptedSource source) {
            var outcome =
                    json().path("resourceType").asString("").equals("OperationOutcome")
                            ? json()
                            : json().at("/entry/0/resource");
            return outcome.path("issue")
                    .valueStream()
                    .filter(issue ->
                            issue.at("/extension/0/extension/0/valueCode")
                                    .asString("")
                                    .equals(source.id()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no line of " + source.id()));
        }

        String verdict(ScriptedSource source) {
            return line(source).at("/details/coding/0/code").asString("");
        }
    }

    Timed everything(DemoUser who) {
        return get(who, "/Patient/" + person + "/$everything");
    }

    Timed get(DemoUser who, String path) {
        return send(who, HttpRequest.newBuilder(URI.create(fhir + path)));
    }

    private Timed send(DemoUser who, HttpRequest.Builder request) {
        try {
            var signed =
                    request.header("Authorization", "Bearer " + authorization.readyToken(who))
                            .build();
            long started = System.nanoTime();
            var response = http.send(signed, HttpResponse.BodyHandlers.ofString());
            return new Timed(response, Duration.ofNanos(System.nanoTime() - started));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String person() {
        return person;
    }

    private String find() {
        var found =
                send(
                        DemoUser.CLINICIAN,
                        HttpRequest.newBuilder(URI.create(fhir + "/Patient/_search"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "identifier=" + NHS_NUMBER)));
        return found.json()
                .path("entry")
                .valueStream()
                .map(entry -> entry.path("resource"))
                .filter(each -> each.path("resourceType").asString("").equals("Patient"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(found.response().body()))
                .path("id")
                .stringValue();
    }

    @Override
    public void close() {
        server.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
            sources.forEach(ScriptedSource::close);
            authorization.close();
            http.close();
            try (var files = Files.walk(folder)) {
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
