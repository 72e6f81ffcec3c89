package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {

    private static final String GOOD =
            "security: {issuers: [\"https://issuer.example\"], audience: sheaf}\n";

    @TempDir private Path folder = Path.of("");

    private String run(int status, String... arguments) {
        var out = new ByteArrayOutputStream();
        var print = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(SheafServer.run(arguments, null, print)).isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8);
    }

    private String runWith(String yaml) throws IOException {
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(folder.resolve("sheaf.yaml"), yaml);
        return run(2, "--config", folder.toString());
    }

    @Test
    void theCommandLineIsExplainedWhereItIsWrong() {
        assertThat(run(2)).contains("--config is needed").contains("usage:");
        assertThat(run(2, "--config")).contains("needs a value");
        assertThat(run(2, "--config", "/does/not/exist")).contains("does not exist");
        assertThat(run(2, "--config", folder.toString(), "--port", "x")).contains("--port needs");
        assertThat(run(2, "--what", "x")).contains("not known");
        assertThat(run(2, "--config", folder.toString())).startsWith("sheaf.yaml:1:1: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server: {prot: 1}|sheaf.yaml:1:16: 'prot' is not a setting here",
                "server: {port: high}|sheaf.yaml:1:16: 'port' must be a whole number",
                "server: {port: 70000}|sheaf.yaml:1:16: 'port' must be a port",
                "server: {base-url: here}|sheaf.yaml:1:20: 'base-url' must be the URL",
                "store: {kind: h2}|sheaf.yaml:1:15: 'kind' must be sqlite or postgresql",
                "clients: {requests-per-second: 0}|sheaf.yaml:1:32: 'requests-per-second' must be from 1",
                "clients: {at-once: 100001}|sheaf.yaml:1:20: 'at-once' must be from 1 to 100000",
                "tracing: {endpoint: here}|sheaf.yaml:1:21: 'endpoint' must be the URL",
                "tracing: {percent: 101}|sheaf.yaml:1:20: 'percent' must be from 0 to 100",
                "production: yes|sheaf.yaml:1:13: 'production' must be true or false"
            })
    void aMistakeIsNamedWithItsPlace(String line, String problem) throws IOException {
        assertThat(runWith(line + "\n" + GOOD)).startsWith(problem);
    }

    @Test
    void thereMustBeAnIssuerAnAudienceAndASource() throws IOException {
        assertThat(runWith("production: false\n")).contains("'issuers' must name");
        assertThat(runWith("security: {issuers: [\"https://i\"]}\n"))
                .contains("'audience' is needed here");
        assertThat(runWith(GOOD)).contains("no source definition");
    }

    @Test
    void inProductionADemonstrationsIssuerIsRefused() throws IOException {
        for (var issuer : new String[] {"http://issuer.example", "https://localhost:9"}) {
            assertThat(
                            runWith(
                                    "production: true\nsecurity: {issuers: [\"%s\"], audience: a}\n"
                                            .formatted(issuer)))
                    .startsWith("sheaf.yaml:2:")
                    .contains("belongs to a demonstration");
        }
    }

    @Test
    void aSourceWithAnUnknownConnectorIsNamedWithItsPlace() throws IOException {
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(
                folder.resolve("sources/a.yaml"),
                "id: alpha\nname: Alpha\nowner: RR8\nconnector: telepathy\n");

        assertThat(runWith(GOOD)).contains("a.yaml:").contains("'connector' must be one of");
    }

    @Test
    void aSecretIsAFileOfTheFolderAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("outside"), "no");
        var secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("password"), "hush\n");
        Files.createSymbolicLink(secrets.resolve("link"), folder.resolve("outside"));
        var store = new FileSecrets(secrets, false);

        assertThat(store.secret("password")).isEqualTo("hush");
        for (var bad : new String[] {"link", "../outside", "/etc/passwd", "", "absent", "a/b"}) {
            assertThatThrownBy(() -> store.secret(bad))
                    .isInstanceOf(InvalidValueException.class)
                    .hasMessageNotContaining("hush");
        }
    }

    @Test
    void inProductionASecretThatOthersMayReadIsRefused() throws IOException {
        var file = folder.resolve("password");
        Files.writeString(file, "hush");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        var strict = new FileSecrets(folder, true);

        assertThatThrownBy(() -> strict.secret("password")).hasMessageContaining("others may read");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(strict.secret("password")).isEqualTo("hush");
    }

    @Test
    void whenItIsReadyItSaysWhereAndWritesItDown() throws IOException {
        var region = TestRegion.shared();

        assertThat(region.printed()).isEqualTo("sheaf ready " + region.base() + "\n");
        assertThat(Files.readString(region.folder().resolve("run.json")))
                .contains(
                        "\"port\": " + region.port(), "\"pid\": " + ProcessHandle.current().pid());
    }
}
