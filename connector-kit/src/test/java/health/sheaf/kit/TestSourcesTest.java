package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TestSourcesTest {

    @Test
    void settingsAreReadAsFromAFile() {
        var values = new LinkedHashMap<String, Object>();
        values.put("address", "http://localhost");
        values.put("pages", 7);
        values.put("login", Map.of("kind", "basic"));
        values.put("types", List.of("Patient", "Observation"));
        values.put("tables", List.of(Map.of("name", "a"), Map.of("name", "b")));

        var settings = TestSources.settings(values);

        assertThat(settings.text("address")).isEqualTo("http://localhost");
        assertThat(settings.number("pages", 0)).isEqualTo(7);
        assertThat(settings.section("login").text("kind")).isEqualTo("basic");
        assertThat(settings.texts("types")).containsExactly("Patient", "Observation");
        assertThat(settings.sections("tables"))
                .extracting(table -> table.text("name"))
                .containsExactly("a", "b");
        settings.rejectUnread();
    }

    @Test
    void aSettingNobodyReadsHasAPlace() {
        var settings = TestSources.settings(Map.of("adress", "x"));

        assertThatThrownBy(settings::rejectUnread)
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("test.yaml:2:1:");
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        var context = TestSources.context(Path.of("."), Map.of("password", "p"));

        assertThat(context.secrets().secret("password")).isEqualTo("p");
        assertThatThrownBy(() -> context.secrets().secret("other"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("other");
    }

    @Test
    void aManualClockMovesWhenToldTo() {
        var clock = ManualClock.start();
        var before = clock.instant();
        clock.advance(Duration.ofSeconds(3));

        assertThat(clock.instant()).isEqualTo(before.plusSeconds(3));
        assertThat(clock.nanoTime().getAsLong()).isEqualTo(3_000_000_000L);
        clock.correct(before);
        assertThat(clock.nanoTime().getAsLong()).isEqualTo(3_000_000_000L);
    }
}
