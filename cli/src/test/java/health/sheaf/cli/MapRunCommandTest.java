package health.sheaf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MapRunCommandTest {

    private static final String ADT =
            "MSH|^~\\&|PAS|RR8|EPR|RR8|20260301||ADT^A01|1|P|2.4\rPID|1||77^^^RR8^MR||TESTER^ANN|||F\r";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(String... arguments) {
        var all = new ArrayList<>(List.of("map", "run", "--format", "hl7v2"));
        all.addAll(List.of(arguments));
        return new SheafCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(all);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void eachMessageIsABundleOfItsOwnOnALine() throws IOException {
        assertThat(run(file("a.hl7", ADT + ADT))).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"resourceType\":\"Bundle\""));
    }

    @Test
    void furtherMessagesOfAFileAreNumbered() throws IOException {
        var into = folder.resolve("out");

        assertThat(run("--out", into.toString(), file("a.hl7", ADT + ADT), file("b.hl7", ADT)))
                .isZero();

        assertThat(into.resolve("a.hl7.json")).exists();
        assertThat(into.resolve("a.hl7.2.json")).exists();
        assertThat(into.resolve("b.hl7.json")).exists();
        assertThat(out.size()).isZero();
    }

    @Test
    void whatIsNoMessageEndsWithTwoACodeAndAPlaceAndNothingOfIt() throws IOException {
        assertThat(run(file("a.hl7", "SECRET|1"), file("b.hl7", ADT))).isEqualTo(2);

        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("OperationOutcome", "SHF-HL-003 at byte 0")
                .doesNotContain("SECRET");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Bundle");
    }

    @Test
    void issuesAreCountedByPlaceWithoutTheValue() throws IOException {
        assertThat(run(file("a.hl7", ADT.replace("|F\r", "|QQQ\r")))).isZero();

        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("code-unmapped", "hl7v2/person.map.yaml")
                .doesNotContain("QQQ");
    }

    @Test
    void aMapOfOnesOwnIsUsed() throws IOException {
        var map =
                file(
                        "own.map.yaml",
                        "from: hl7v2\nextends: hl7v2\ntables:\n  gender: { F: other }\n");

        assertThat(run("--map", map, file("a.hl7", ADT))).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"gender\":\"other\"");
    }

    @Test
    void withoutAFormatItSaysHow() {
        var command =
                new SheafCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8));

        assertThat(command.run(List.of("map", "run", "x.hl7"))).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("--format hl7v2");
    }
}
