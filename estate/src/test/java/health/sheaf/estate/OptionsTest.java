package health.sheaf.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptionsTest {

    @Test
    void withoutArgumentsFiveHundredPeopleLiveThere() {
        var options = Options.of(List.of());

        assertThat(options.people()).isEqualTo(500);
        assertThat(options.tainted()).isFalse();
        assertThat(options.directory()).isEqualTo(Path.of(".sheaf/demo").toAbsolutePath());
        assertThat(options.cache()).isEqualTo(Path.of(".sheaf/cache").toAbsolutePath());
    }

    @Test
    void everyOptionIsRead() {
        var options =
                Options.of(
                        List.of(
                                "--people",
                                "40",
                                "--seed",
                                "3",
                                "--taint",
                                "--directory",
                                "/tmp/x",
                                "--audience",
                                "a",
                                "--control-port",
                                "1",
                                "--issuer-port",
                                "2"));

        assertThat(options.people()).isEqualTo(40);
        assertThat(options.seed()).isEqualTo(3);
        assertThat(options.tainted()).isTrue();
        assertThat(options.directory()).isEqualTo(Path.of("/tmp/x"));
        assertThat(options.audience()).isEqualTo("a");
        assertThat(options.controlPort()).isEqualTo(1);
        assertThat(options.issuerPort()).isEqualTo(2);
    }

    @Test
    void whatIsNotAnOptionIsRefusedInWords() {
        assertThatThrownBy(() -> Options.of(List.of("--poeple", "3")))
                .hasMessageContaining("--poeple")
                .hasMessageContaining("--people");
        assertThatThrownBy(() -> Options.of(List.of("--people", "many")))
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> Options.of(List.of("--people"))).hasMessageContaining("value");
    }
}
