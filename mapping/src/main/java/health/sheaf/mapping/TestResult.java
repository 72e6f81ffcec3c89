package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.List;

/**
 * How one test of a map went.
 *
 * @param position where the test starts
 * @param failures what is not as the test says, with its place; none where it passed
 */
public record TestResult(Position position, List<Failure> failures) {

    /**
     * One thing that is not as the test says.
     *
     * @param position of the expectation
     * @param message what was expected and what came
     */
    public record Failure(Position position, String message) {}

    public TestResult {
        failures = List.copyOf(failures);
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
