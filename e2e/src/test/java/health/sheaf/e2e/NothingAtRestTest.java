package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every clinical field of the region carries a token of its own. After everything has been read, in
 * every form, no token lies in the data folder, the logs, the metrics or the temporary files, and
 * no NHS number in the clear either.
 */
final class NothingAtRestTest {

    private static final Pattern TOKEN = Pattern.compile("ZQ-[A-Za-z0-9-]+");

    @Test
    void nothingThatWasReadIsLeftAnywhere() throws Exception {
        try (var region = Region.start("--taint")) {
            var seen = new TreeSet<String>();
            var numbers = region.patients();
            for (var number : numbers) {
                var person = region.person(number);
                var json = region.get("clinician", "/Patient/" + person + "/$everything").body();
                var matcher = TOKEN.matcher(json);
                while (matcher.find()) {
                    seen.add(matcher.group());
                }
                region.get("clinician", "/Observation?patient=" + person + "&_count=2");
                region.get("clinician", "/Patient/" + person + "/$everything?_format=xml");
                region.get("clinician", "/Observation?patient=" + person + "&code=ZQ-unknown");
                region.get("analyst", "/Patient/" + person);
            }
            assertThat(seen).as("tokens in the answers").hasSizeGreaterThan(100);
            var metrics = region.metrics();
            assertThat(metrics).as("the metrics").contains("sheaf");
            assertClean("the metrics", metrics, numbers);
            region.stopServer();

            for (var file : restingPlaces(region)) {
                assertClean(
                        region.folder().relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1),
                        numbers);
            }
        }
    }

    private static void assertClean(String place, String text, List<String> numbers) {
        assertThat(TOKEN.matcher(text).results().map(r -> r.group()).toList())
                .as("tokens in " + place)
                .isEmpty();
        for (var number : numbers) {
            assertThat(text.contains(number)).as("an NHS number in " + place).isFalse();
        }
    }

    /**
     * What the platform writes: its data, its second audit log, its log, and its temporary files,
     * which lie in a folder of their own within the region's.
     */
    private static List<Path> restingPlaces(Region region) throws IOException {
        var places = new ArrayList<Path>();
        try (var files = Files.walk(region.folder())) {
            files.filter(Files::isRegularFile)
                    .filter(file -> isOurs(region.folder().relativize(file)))
                    .forEach(places::add);
        }
        assertThat(places).as("files of the platform").hasSizeGreaterThan(3);
        return places;
    }

    /**
     * The estate's own files are the sources' data; definitions and secrets are read, not written,
     * by the platform.
     */
    private static boolean isOurs(Path file) {
        var first = file.getName(0).toString();
        return switch (first) {
            case "estate.log", "estate.json", "sources", "maps", "secrets", "postgres", "mariadb" ->
                    false;
            case String other -> true;
        };
    }
}
