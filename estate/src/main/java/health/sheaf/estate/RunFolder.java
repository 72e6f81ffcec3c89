package health.sheaf.estate;

import health.sheaf.estate.auth.DemoUser;
import health.sheaf.estate.fault.Switchable;
import health.sheaf.estate.people.Showcase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the region writes for the platform: source definitions, their maps, secrets, and last of all
 * {@code estate.json}, which says that everything answers.
 */
final class RunFolder {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> MAPS =
            List.of(
                    "pas-patient.map.yaml",
                    "pas-encounter.map.yaml",
                    "pas-appointment.map.yaml",
                    "lims-patient.map.yaml",
                    "lims-report.map.yaml",
                    "lims-observation.map.yaml",
                    "lims-tests.csv");

    private final Path folder;

    RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * @param pid the process that runs the region
     */
    void write(Estate estate, long pid) {
        try {
            maps();
            secrets(estate);
            for (var source : estate.sources()) {
                Files.writeString(
                        made("sources").resolve(source.id() + ".yaml"), definition(source, estate));
            }
            description(estate, pid);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the run folder", e);
        }
    }

    private Path made(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private void maps() throws IOException {
        for (var name : MAPS) {
            try (var in = resource("maps/" + name)) {
                Files.copy(in, made("maps").resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private void secrets(Estate estate) throws IOException {
        secret("riverside-gp-key", estate.gpKey());
        secret("infirmary-epr-password", estate.eprPassword());
        secret("infirmary-pas-password", estate.databases().pas().password());
        secret("pathology-lims-password", estate.databases().lims().password());
        secret("community-care-key", estate.authorization().sheafKeyPem());
        for (var client : estate.authorization().clientSecrets().entrySet()) {
            secret("client-" + client.getKey(), client.getValue());
        }
    }

    /** A file that only its owner can read, from its first moment on. */
    private void secret(String name, String value) throws IOException {
        var file = made("secrets").resolve(name);
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, value);
    }

    /** The definition with the addresses of this run. */
    private String definition(Switchable source, Estate estate) throws IOException {
        try (var in = resource("sources/" + source.id() + ".yaml")) {
            // Absolute: whatever folder the platform takes relative paths from, maps are found.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("${address}", source.address())
                    .replace("${token-url}", estate.authorization().communityTokenUrl())
                    .replace("${maps}", folder.resolve("maps").toString());
        }
    }

    private static InputStream resource(String name) throws IOException {
        var in = RunFolder.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException(name + " is not in the jar");
        }
        return in;
    }

    /** Written beside, then moved into place: who sees the file sees the whole of it. */
    private void description(Estate estate, long pid) throws IOException {
        var tree = JsonNodeFactory.instance.objectNode();
        tree.put("issuer", estate.authorization().issuer());
        var tokens = tree.putObject("tokens");
        for (var user : DemoUser.values()) {
            tokens.put(user.key(), estate.authorization().readyToken(user));
        }
        var patients = tree.putArray("patients");
        for (var showcase : Showcase.values()) {
            patients.addObject()
                    .put("nhsNumber", estate.population().showcase(showcase).nhsNumber())
                    .put("shows", showcase.shows());
        }
        var sources = tree.putArray("sources");
        for (var source : estate.sources()) {
            sources.addObject()
                    .put("id", source.id())
                    .put("kind", source.kind())
                    .put("address", source.address())
                    .put("control", estate.control().control(source.id()));
        }
        tree.put("pid", pid);
        publish(tree);
    }

    private void publish(ObjectNode tree) throws IOException {
        var fresh = folder.resolve("estate.json.new");
        Files.writeString(
                fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n");
        Files.move(
                fresh,
                folder.resolve("estate.json"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
