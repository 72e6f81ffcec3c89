package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The hazard log is data, and what it claims to be controlled by a test is. */
final class HazardLogTest {

    private static final Set<String> SEVERITIES =
            Set.of("minor", "significant", "considerable", "major", "catastrophic");
    private static final Set<String> LIKELIHOODS =
            Set.of("very low", "low", "medium", "high", "very high");

    private final List<Hazard> hazards = read();

    @Test
    void theStarterHazardsAreThereAndIdsAreUnique() {
        assertThat(hazards).hasSizeGreaterThanOrEqualTo(20);
        assertThat(hazards).extracting(Hazard::id).doesNotHaveDuplicates();
        assertThat(hazards).extracting(Hazard::id).allMatch(id -> id.matches("H-\\d{2,3}"));
    }

    @Test
    void everyHazardIsToldWholeInTheWordsOfTheStandard() {
        assertThat(hazards)
                .allSatisfy(hazard -> {
                    assertThat(hazard.severity()).isIn(SEVERITIES);
                    assertThat(hazard.likelihood()).isIn(LIKELIHOODS);
                    assertThat(hazard.text()).doesNotContain("");
                });
    }

    @Test
    void everyHazardHasAControl() {
        assertThat(hazards)
                .allSatisfy(hazard -> assertThat(hazard.controls()).as(hazard.id()).isNotEmpty());
    }

    @Test
    void everyControlNamesATestOrWhatWillBringIt() {
        assertThat(hazards)
                .flatExtracting(Hazard::controls)
                .allSatisfy(control -> {
                    assertThat(control.what()).isNotBlank();
                    assertThat(Stream.of(control.test(), control.planned()))
                            .as(control.what())
                            .filteredOn(place -> !place.isBlank())
                            .hasSize(1);
                });
    }

    @Test
    void everyNamedTestExists() {
        assertThat(hazards)
                .flatExtracting(Hazard::controls)
                .filteredOn(control -> !control.test().isBlank())
                .isNotEmpty()
                .allSatisfy(control ->
                        assertThat(NamedTests.exists(control.test())).as(control.test()).isTrue());
    }

    @Test
    void aTestThatDoesNotExistIsFoundOut() {
        assertThat(NamedTests.exists("HazardLogTest#everyNamedTestExists")).isTrue();
        assertThat(NamedTests.exists("HazardLogTest#noSuchMethod")).isFalse();
        assertThat(
                        NamedTests.exists(
                                "FaultySourceTest#aBrokenSourceLeavesNothingAndIsNamedWithItsCause"))
                .isTrue();
        assertThat(NamedTests.exists("FaultySourceTest#assertLine")).isFalse();
        assertThat(NamedTests.exists("HazardLogTest#read")).isFalse();
        assertThat(NamedTests.exists("NoSuchTest#everyNamedTestExists")).isFalse();
        assertThat(NamedTests.exists("HazardLogTest")).isFalse();
    }

    private record Control(String what, String test, String planned) {}

    private record Hazard(
            String id,
            List<String> text,
            String severity,
            String likelihood,
            List<Control> controls) {}

    private static List<Hazard> read() {
        try {
            var file = Files.readString(Repository.ROOT.resolve("docs/safety/hazards.yaml"));
            var log = new Load(LoadSettings.builder().build()).loadFromString(file);
            return items(log, "hazards").map(HazardLogTest::hazard).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Hazard hazard(Object item) {
        return new Hazard(
                text(item, "id"),
                List.of(text(item, "hazard"), text(item, "cause"), text(item, "effect")),
                text(item, "severity"),
                text(item, "likelihood"),
                items(item, "controls")
                        .map(control ->
                                new Control(
                                        text(control, "control"),
                                        text(control, "test"),
                                        text(control, "planned")))
                        .toList());
    }

    private static Stream<?> items(@Nullable Object mapping, String key) {
        return mapping instanceof Map<?, ?> map && map.get(key) instanceof List<?> list
                ? list.stream()
                : Stream.empty();
    }

    private static String text(Object mapping, String key) {
        return mapping instanceof Map<?, ?> map && map.get(key) instanceof String text ? text : "";
    }
}
