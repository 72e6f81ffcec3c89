package health.sheaf.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MapAckCommandTest {

    private static final String REPORT =
            "UNB+UNOC:3+LAB:80+GP:80+261122:0930+7++MEDRPT++1'UNH+1+MEDRPT:0:1:RT:NHS003'"
                    + "PNA+PAT++++SU:TEST'UNT+3+1'UNZ+1+7'";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void numbersAndTimeComeFromTheOptions() throws IOException {
        var file = file("a.dat", REPORT);

        int code = run("--interchange", "00001000", "--clock", "2026-06-22T16:37:00Z", file);

        assertThat(code).isEqualTo(SheafCommand.PASSED);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("UNB+UNOC:3+GP:80+LAB:80+260622:1737+1000++NHSACK'\n")
                .contains("NIR+SIR:7+LAB:80+GP:80+IAF'")
                .endsWith("UNZ+1+1000'");
    }

    @Test
    void withoutOptionsTheClockAndTheFirstNumberAreUsed() throws IOException {
        run(file("a.dat", REPORT));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("+261122:0945+1++NHSACK'");
    }

    @Test
    void answersOfSeveralFilesAreNumberedOnAndWrittenBesideEachOther() throws IOException {
        var target = folder.resolve("acks");

        run("--out", target.toString(), "--unbroken", file("a.dat", REPORT), file("b.dat", REPORT));

        assertThat(Files.readString(target.resolve("a.dat.ack"))).endsWith("'UNZ+1+1'");
        assertThat(Files.readString(target.resolve("b.dat.ack"))).endsWith("'UNZ+1+2'");
    }

    @Test
    void whatIsRefusedIsAnsweredAndNothingOfItIsPrinted() throws IOException {
        int code = run(file("a.dat", REPORT.replace("UNZ+1+7", "UNZ+1+8")));

        assertThat(code).isEqualTo(SheafCommand.PASSED);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("+IRI'");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void whatIsNoInterchangeIsSaidWithItsCode() throws IOException {
        int code = run(file("a.dat", "PID|SECRET"));

        assertThat(code).isEqualTo(SheafCommand.WRONG);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("SHF-EDI-101")
                .doesNotContain("SECRET");
    }

    @Test
    void whereNoAnswerIsDueThereIsNone() throws IOException {
        int code = run(file("a.dat", REPORT.replace("++1'", "'")));

        assertThat(code).isEqualTo(SheafCommand.PASSED);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anOptionThatCannotBeReadIsWrong() {
        assertThat(run("--clock", "today", "a.dat")).isEqualTo(SheafCommand.WRONG);
        assertThat(run("--interchange", "0", "a.dat")).isEqualTo(SheafCommand.WRONG);
        assertThat(run("--format", "hl7v2", "a.dat")).isEqualTo(SheafCommand.WRONG);
        assertThat(run("--other", "a.dat")).isEqualTo(SheafCommand.WRONG);
        assertThat(run("--out")).isEqualTo(SheafCommand.WRONG);
        assertThat(run()).isEqualTo(SheafCommand.WRONG);
        assertThat(run("absent.dat")).isEqualTo(SheafCommand.WRONG);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1)
                .toString();
    }

    private int run(String... arguments) {
        var clock = Clock.fixed(Instant.parse("2026-11-22T09:45:00Z"), ZoneOffset.UTC);
        var command =
                new MapAckCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        clock);
        return command.run(List.of(arguments));
    }
}
