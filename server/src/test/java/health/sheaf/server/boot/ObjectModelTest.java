package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record is served as JSON without an object model of FHIR: not even loaded. */
final class ObjectModelTest {

    /** Runs in a Java process of its own. */
    static final class ServeOneRecord {

        private ServeOneRecord() {}

        public static void main(String[] arguments) {
            try (var region = new TestRegion()) {
                var person = region.personId();
                var path = "/Patient/" + person + "/$everything" + arguments[0];
                if (region.get(path).statusCode() != 200) {
                    throw new IllegalStateException("no record came");
                }
            }
            System.exit(0);
        }
    }

    @Test
    void noClassOfAnObjectModelIsLoadedForJson(@TempDir Path folder) throws Exception {
        assertThat(loaded(folder.resolve("json"), ""))
                .contains(" health.sheaf.server.fhir.BundleWriter ")
                .doesNotContain(" ca.uhn.")
                .doesNotContain(" org.hl7.fhir.");
    }

    @Test
    void theyAreLoadedForXmlSoThatTheTestAboveCanFail(@TempDir Path folder) throws Exception {
        assertThat(loaded(folder.resolve("xml"), "?_format=xml")).contains(" ca.uhn.");
    }

    private static String loaded(Path log, String query) throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xlog:class+load:file=" + log,
                                "-cp",
                                System.getProperty("java.class.path"),
                                ServeOneRecord.class.getName(),
                                query)
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return Files.readString(log);
    }
}
