package health.sheaf.cli;

import health.sheaf.mapping.MapTests;
import health.sheaf.mapping.TestResult;
import health.sheaf.spi.DefinitionException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code sheaf map test FILE...}: runs the tests inside maps. */
final class MapTestCommand {

    private final PrintStream out;
    private final PrintStream errors;

    MapTestCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    int run(List<Path> files) {
        int code = SheafCommand.PASSED;
        for (var file : files) {
            code = Math.max(code, run(file));
        }
        return code;
    }

    private int run(Path file) {
        try {
            var results = MapTests.run(file);
            long failed = results.stream().filter(result -> !result.passed()).count();
            results.stream().map(TestResult::failures).flatMap(List::stream).forEach(this::print);
            out.println(file + ": " + results.size() + " tests, " + failed + " failed");
            return failed == 0 ? SheafCommand.PASSED : SheafCommand.FAILED;
        } catch (DefinitionException e) {
            errors.println(e.getMessage());
            return SheafCommand.WRONG;
        }
    }

    private void print(TestResult.Failure failure) {
        out.println(failure.position() + ": " + failure.message());
    }
}
