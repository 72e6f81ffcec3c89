package health.sheaf.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * {@code ./sheaf bench [quick]}: prints one Markdown table; {@code docs/performance.md} holds a
 * dated one.
 */
public final class BenchMain {

    private BenchMain() {}

    /** Entry point. */
    public static void main(String[] arguments) throws Exception {
        var out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true);
        var words = List.of(arguments);
        if (!words.isEmpty() && words.getFirst().equals("sources")) {
            BenchSources.run(words.subList(1, words.size()), out);
            return;
        }
        boolean quick = Arrays.asList(arguments).contains("quick");
        new SideBySide(out, quick ? 10 : 1).run();
    }
}
