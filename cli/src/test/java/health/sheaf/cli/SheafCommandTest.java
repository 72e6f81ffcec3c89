package health.sheaf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SheafCommandTest {

    private static final String MAP =
            """
            from: jdbc
            to: Patient
            key: ID
            patient: ID
            read: SELECT ID, SEX FROM P
            resource:
              gender: SEX | table(sex)
            tables:
              sex: { M: male, F: female }
            tests:
              - in: { ID: '1', SEX: F }
                out: { gender: female }
            """;

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void aMapWhoseTestsPassEndsWithNought() throws IOException {
        assertThat(run(MAP)).isZero();
        assertThat(printed(out)).contains("1 tests, 0 failed");
    }

    @Test
    void aTestThatFailsIsPrintedWithItsPlaceAndEndsWithOne() throws IOException {
        assertThat(run(MAP.replace("gender: female }", "gender: male }"))).isEqualTo(1);
        assertThat(printed(out))
                .contains("p.map.yaml:12:20: gender: 'male' was expected, 'female' is there");
    }

    @Test
    void aMapThatIsWrongIsPrintedLikeACompilersErrorAndEndsWithTwo() throws IOException {
        assertThat(run(MAP.replace("  gender:", "  gendr:"))).isEqualTo(2);
        assertThat(printed(errors))
                .contains("p.map.yaml:7:3: R4 has no element 'gendr'")
                .contains("did you mean 'gender'?");
    }

    @Test
    void anUnknownCommandSaysWhatThereIs() {
        assertThat(new SheafCommand(stream(out), stream(errors)).run(List.of("mop"))).isEqualTo(2);
        assertThat(printed(errors)).startsWith("usage:");
    }

    private int run(String map) throws IOException {
        var file = Files.writeString(folder.resolve("p.map.yaml"), map);
        return new SheafCommand(stream(out), stream(errors))
                .run(List.of("map", "test", file.toString()));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String printed(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
