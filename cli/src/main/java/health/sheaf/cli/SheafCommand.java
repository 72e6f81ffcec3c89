package health.sheaf.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** The offline commands. */
public final class SheafCommand {

    /** Everything is as it should be. */
    static final int PASSED = 0;

    /** Something was checked and is not as it should be. */
    static final int FAILED = 1;

    /** The command, or a file it was given, is written wrongly. */
    static final int WRONG = 2;

    private static final String USAGE =
            """
            usage: sheaf map test FILE...    runs the tests inside maps
                   sheaf map run --format hl7v2|edifact [--map M] [--out DIR] [--zone Z] FILE...
                                             makes an R4 Bundle of each message
            """;

    private final PrintStream out;
    private final PrintStream errors;

    SheafCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    /** Runs one command and ends the process with its code: 0 passed, 1 failed, 2 wrong. */
    public static void main(String[] arguments) {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new SheafCommand(out, errors).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (arguments.size() > 2 && arguments.subList(0, 2).equals(List.of("map", "test"))) {
            var files = arguments.subList(2, arguments.size()).stream().map(Path::of).toList();
            return new MapTestCommand(out, errors).run(files);
        }
        if (arguments.size() > 2 && arguments.subList(0, 2).equals(List.of("map", "ack"))) {
            var rest = arguments.subList(2, arguments.size());
            return new MapAckCommand(out, errors, Clock.systemUTC()).run(rest);
        }
        if (arguments.size() > 2 && arguments.subList(0, 2).equals(List.of("map", "run"))) {
            return new MapRunCommand(out, errors).run(arguments.subList(2, arguments.size()));
        }
        errors.print(USAGE + MapAckCommand.USAGE);
        return WRONG;
    }
}
