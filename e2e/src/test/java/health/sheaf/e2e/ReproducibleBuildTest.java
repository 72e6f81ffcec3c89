package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the sources can prove which sources a jar was made from. */
@Tag("system")
final class ReproducibleBuildTest {

    @Test
    void twoBuildsInTwoPlacesGiveTheSameJar(@TempDir Path folder) throws Exception {
        var first = buildSpi(folder.resolve("one"));
        var second = buildSpi(folder.resolve("another place"));

        assertThat(Files.size(first)).isPositive();
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    private static Path buildSpi(Path place) throws Exception {
        var files = new ArrayList<>(Repository.files("{mvnw,.mvn/**,**pom.xml}"));
        files.addAll(Repository.files("spi/src/main/**"));
        for (var file : files) {
            copy(file, place.resolve(Repository.ROOT.relativize(file)));
        }
        var process =
                new ProcessBuilder(
                                "./mvnw",
                                "--batch-mode",
                                "--quiet",
                                "--projects",
                                "spi",
                                "-Dmaven.test.skip=true",
                                "package")
                        .directory(place.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words).isZero();
        try (var jars = Files.list(place.resolve("spi/target"))) {
            return jars.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(Objects.requireNonNull(to.getParent()));
        if (Files.isRegularFile(from)) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
