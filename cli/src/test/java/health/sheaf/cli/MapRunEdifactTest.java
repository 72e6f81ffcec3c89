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

final class MapRunEdifactTest {

    private static final String HEAD = "UNB+UNOC:3+LAB:80+GP:80+261122:0930+7++MEDRPT'";
    private static final String MESSAGE =
            "UNH+1+MEDRPT:0:1:RT:NHS003'S07+07'PNA+PAT++++SU:TESTER'S16+16'SEQ++1'GIS+N'"
                    + "INV+MQ+424..:911'RFF+ASL:1'UNT+9+1'";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void eachMessageBecomesAFileOfItsOwn() throws IOException {
        var second = MESSAGE.replace("UNH+1", "UNH+2").replace("9+1'", "9+2'");
        var target = folder.resolve("out");

        int code = run("--out", target.toString(), file(HEAD + MESSAGE + second + "UNZ+2+7'"));

        assertThat(code).isEqualTo(SheafCommand.PASSED);
        assertThat(Files.readString(target.resolve("a.dat.json"))).contains("TESTER");
        assertThat(Files.readString(target.resolve("a.dat.2.json"))).contains("424..");
    }

    @Test
    void aBrokenMessageDoesNotTakeItsNeighbourWithIt() throws IOException {
        var second =
                MESSAGE.replace("UNH+1", "UNH+2").replace("9+1'", "9+2'").replace(":911", ":999");
        var target = folder.resolve("out");

        int code = run("--out", target.toString(), file(HEAD + MESSAGE + second + "UNZ+2+7'"));

        assertThat(code).isEqualTo(SheafCommand.WRONG);
        assertThat(target.resolve("a.dat.json")).exists();
        assertThat(target.resolve("a.dat.2.json")).doesNotExist();
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("SHF-EDI-403")
                .contains("segment 17")
                .doesNotContain("TESTER");
    }

    @Test
    void whatIsNoInterchangeIsSaidWithCodeAndPlace() throws IOException {
        int code = run(file(HEAD + MESSAGE.substring(0, 60)));

        assertThat(code).isEqualTo(SheafCommand.WRONG);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("{\"resourceType\":\"OperationOutcome\"")
                .contains("SHF-EDI-103")
                .doesNotContain("TESTER");
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("a.dat"), text, StandardCharsets.ISO_8859_1)
                .toString();
    }

    private int run(String... arguments) {
        var all = new java.util.ArrayList<>(List.of("map", "run", "--format", "edifact"));
        all.addAll(List.of(arguments));
        return new SheafCommand(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(all);
    }
}
