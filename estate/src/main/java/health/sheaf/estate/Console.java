package health.sheaf.estate;

import java.io.PrintStream;

/** The one place that prints: a line when the region is ready, a line when it cannot start. */
final class Console {

    private final PrintStream out;
    private final PrintStream err;

    Console(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    void ready(String line) {
        out.println(line);
        out.flush();
    }

    void refused(String line) {
        err.println("estate: " + line);
        err.flush();
    }
}
