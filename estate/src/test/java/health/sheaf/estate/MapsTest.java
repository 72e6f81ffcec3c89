package health.sheaf.estate;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.mapping.MapTests;
import health.sheaf.mapping.TestResult;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The maps of the two SQL sources pass the tests that they carry. */
final class MapsTest {

    private static final Path MAPS =
            Path.of("src", "main", "resources", "health", "sheaf", "estate", "maps");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pas-patient",
                "pas-encounter",
                "pas-appointment",
                "lims-patient",
                "lims-report",
                "lims-observation"
            })
    void aMapPassesItsOwnTests(String name) {
        var results = MapTests.run(MAPS.resolve(name + ".map.yaml"));

        assertThat(results).isNotEmpty();
        for (var result : results) {
            assertThat(result.failures()).extracting(TestResult.Failure::message).isEmpty();
        }
    }
}
