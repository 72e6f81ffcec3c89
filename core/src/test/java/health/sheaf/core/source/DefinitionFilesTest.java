package health.sheaf.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DefinitionFilesTest {

    private static final String WHOLE =
            """
            id: riverside-gp
            name: Riverside Surgery
            owner: B86001
            connector: fhir
            region: west-yorkshire
            holds: [allergies, care-plans]
            demographics-rank: 2
            limits:
              concurrency: 4
              requests-per-second: 12.5
              give-up: 3s
            maintenance:
              - { days: sunday, from: '01:00', until: '03:00' }
            settings:
              base-url: http://127.0.0.1:1/fhir
            """;

    @Test
    void aWholeDefinitionIsRead() {
        var definition = DefinitionFiles.read(YamlSettings.parse("gp.yaml", WHOLE));

        assertThat(definition.holds())
                .containsExactlyInAnyOrder(Section.ALLERGIES, Section.CARE_PLANS);
        assertThat(definition.limits().giveUp()).isEqualTo(Duration.ofSeconds(3));
        assertThat(definition.maintenance()).hasSize(1);
        assertThat(definition.settings().text("base-url")).isEqualTo("http://127.0.0.1:1/fhir");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "owner: B86001        | owner: b86      | gp.yaml:3:8: 'owner': not an ODS code: 3 to 10 upper-case letters and digits are needed",
                "connector: fhir      | conector: fhir  | gp.yaml:1:1: 'connector' is needed here",
                "concurrency: 4       | concurrency: 0  | gp.yaml:9:3: every limit must be greater than nought",
                "concurrency: 4       | concurency: 4   | gp.yaml:9:15: 'concurency' is not a setting here; did you mean 'concurrency'?",
                "give-up: 3s          | give-up: soon   | gp.yaml:11:12: 'give-up' must be a duration such as 250ms, 5s, 2m or 1h",
                "[allergies, care-plans] | [alergies]   | gp.yaml:6:8: 'alergies' is not a section; did you mean 'allergies'?",
                "days: sunday         | days: sundy     | gp.yaml:13:13: 'sundy' is not a day of the week; did you mean 'sunday'?",
                "region: west-yorkshire | id: other     | gp.yaml:5:1"
            })
    void aMistakeIsReportedWhereItStands(String right, String wrong, String message) {
        assertThatThrownBy(() ->
                        DefinitionFiles.read(
                                YamlSettings.parse("gp.yaml", WHOLE.replace(right, wrong))))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void twoFilesWithTheSameIdAreRefused(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.yaml"), WHOLE);
        Files.writeString(folder.resolve("b.yaml"), WHOLE);

        assertThatThrownBy(() -> DefinitionFiles.load(folder))
                .hasMessageContaining("b.yaml:1:5: the id is that of a.yaml, too");
    }

    @Test
    void aBillionLaughsAreRefused() {
        assertThatThrownBy(() -> YamlSettings.parse("x.yaml", "a: &a [1]\nb: [*a, *a]\n"))
                .isInstanceOf(DefinitionException.class);
    }
}
