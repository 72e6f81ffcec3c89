package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

    private int line;

    @Test
    void valuesAreReadWithTheTypeThatIsNeeded() {
        var settings =
                settings(
                        Map.of(
                                "name", text("lab"),
                                "count", text("12"),
                                "rate", text("2.5"),
                                "on", text("true"),
                                "one", text("a"),
                                "many", list(text("a"), text("b"))));

        assertThat(settings.text("name")).isEqualTo("lab");
        assertThat(settings.number("count", 1)).isEqualTo(12);
        assertThat(settings.decimal("rate", 1)).isEqualTo(2.5);
        assertThat(settings.flag("on", false)).isTrue();
        assertThat(settings.texts("one")).containsExactly("a");
        assertThat(settings.texts("many")).containsExactly("a", "b");
        assertThat(settings.has("name")).isTrue();
        assertThat(settings.keys()).contains("name", "many");
        settings.rejectUnread();
    }

    @Test
    void whatIsAbsentIsTheDefault() {
        var settings = settings(Map.of());

        assertThat(settings.text("a", "x")).isEqualTo("x");
        assertThat(settings.optionalText("a")).isEmpty();
        assertThat(settings.number("a", 3)).isEqualTo(3);
        assertThat(settings.decimal("a", 0.5)).isEqualTo(0.5);
        assertThat(settings.flag("a", true)).isTrue();
        assertThat(settings.duration("a", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        assertThat(settings.texts("a")).isEmpty();
        assertThat(settings.optionalSection("a")).isEmpty();
        assertThat(settings.section("a").keys()).isEmpty();
        assertThat(settings.sections("a")).isEmpty();
        assertThat(settings.value("a")).isEmpty();
        assertThat(settings.positionOf("a")).isEqualTo(settings.position());
    }

    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "5s, PT5S",
        "2 m, PT2M",
        "1h, PT1H",
        "1d, PT24H",
        "PT1M30S, PT1M30S"
    })
    void durationsAreReadAsPeopleWriteThem(String written, Duration meant) {
        assertThat(settings(Map.of("wait", text(written))).duration("wait", Duration.ZERO))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "fast",
                "-5s",
                "5 weeks",
                "PT-5S",
                "99999999999999999999s",
                "9223372036854775807d"
            })
    void whatIsNoDurationIsRefusedWithItsPlace(String written) {
        refused(
                Map.of("wait", text(written)),
                settings -> settings.duration("wait", Duration.ZERO),
                "'wait' must be a duration");
    }

    @Test
    void wrongTypesAreRefusedWithTheirPlace() {
        refused(Map.of("a", text("x")), s -> s.number("a", 1), "'a' must be a whole number");
        refused(Map.of("a", text("1.5")), s -> s.number("a", 1), "'a' must be a whole number");
        refused(Map.of("a", text("x")), s -> s.decimal("a", 1), "'a' must be a number");
        refused(Map.of("a", text("NaN")), s -> s.decimal("a", 1), "'a' must be a number");
        refused(Map.of("a", text("yes")), s -> s.flag("a", true), "'a' must be true or false");
        refused(Map.of("a", list()), s -> s.text("a"), "'a' must be a single value");
        refused(Map.of("a", map(Map.of())), s -> s.texts("a"), "'a' must be a list");
        refused(Map.of("a", text("x")), s -> s.section("a"), "'a' must be a mapping");
        refused(Map.of("a", text("x")), s -> s.sections("a"), "'a' must be a list");
        refused(
                Map.of("a", list(text("x"))),
                s -> s.sections("a"),
                "each item of 'a' must be a mapping");
        refused(Map.of("b", text("x")), s -> s.text("a"), "'a' is needed here");
    }

    @Test
    void aKeyNobodyReadsIsRefusedWithWhatWasProbablyMeant() {
        var settings = settings(Map.of("adress", text("x")));

        assertThat(settings.optionalText("address")).isEmpty();

        assertThatThrownBy(settings::rejectUnread)
                .isInstanceOf(DefinitionException.class)
                .hasMessage(
                        "lab.yaml:1:3: 'adress' is not a setting here; did you mean 'address'?");
    }

    @Test
    void keysOfNestedMappingsAreCheckedToo() {
        var settings =
                settings(
                        Map.of(
                                "auth", map(Map.of("kind", text("basic"), "typo", text("x"))),
                                "queries", list(map(Map.of("sql", text("select"))))));

        assertThat(settings.section("auth").text("kind")).isEqualTo("basic");
        assertThat(settings.section("auth")).isSameAs(settings.section("auth"));
        assertThat(settings.sections("queries").getFirst().text("sql")).isEqualTo("select");

        assertThatThrownBy(settings::rejectUnread).hasMessageContaining("'typo' is not a setting");
    }

    private void refused(
            Map<String, Settings.Value> values, Consumer<Settings> reading, String problem) {
        var settings = settings(values);

        assertThatThrownBy(() -> reading.accept(settings))
                .isInstanceOf(DefinitionException.class)
                .hasMessageStartingWith("lab.yaml:")
                .hasMessageContaining(problem);
    }

    private Settings settings(Map<String, Settings.Value> values) {
        return new Settings(map(values));
    }

    private Settings.Value.Text text(String text) {
        return new Settings.Value.Text(text, place());
    }

    private Settings.Value.Listing list(Settings.Value... items) {
        return new Settings.Value.Listing(List.copyOf(Arrays.asList(items)), place());
    }

    private Settings.Value.Mapping map(Map<String, Settings.Value> values) {
        return new Settings.Value.Mapping(new LinkedHashMap<>(values), place());
    }

    private Position place() {
        return new Position("lab.yaml", ++line, 3);
    }
}
