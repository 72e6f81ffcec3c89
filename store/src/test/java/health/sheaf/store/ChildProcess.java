package health.sheaf.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that runs {@link AppendUntilKilled}. */
final class ChildProcess {

    private ChildProcess() {}

    /**
     * Lets it append from 16 threads; kills it after it acknowledged so many.
     *
     * @return what it said was durable: index, space, event
     */
    static List<String> killedAfter(int acknowledgements, Path root, List<String> arguments)
            throws IOException, InterruptedException {
        var child = start(root, List.of(), arguments);
        var acknowledged = new ArrayList<String>();
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            for (int i = 0; i < acknowledgements; i++) {
                var line = lines.readLine();
                assertThat(line).as("the child ended: see %s", errors(root)).isNotNull();
                acknowledged.add(line);
            }
            // By its handle: the process itself would close what it has not been asked yet.
            child.toHandle().destroyForcibly();
            // What it said before it died counts too; a last line without its end does not.
            var rest = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                rest.append((char) c);
            }
            var complete = rest.substring(0, rest.lastIndexOf("\n") + 1);
            complete.lines().forEach(acknowledged::add);
        }
        child.waitFor();
        return acknowledged;
    }

    /** Lets it run to its own end. */
    static List<String> toItsEnd(Path root, List<String> before, List<String> arguments)
            throws IOException, InterruptedException {
        var child = start(root, before, arguments);
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), UTF_8))) {
            var said = lines.lines().toList();
            child.waitFor();
            return said;
        }
    }

    /** That each acknowledged event is among those found, under its index. */
    static void assertAllThere(List<String> acknowledged, List<String> found) {
        for (var one : acknowledged) {
            var index = Math.toIntExact(Long.parseLong(one.substring(0, one.indexOf(' '))));
            assertThat(found.get(index)).isEqualTo(one.substring(one.indexOf(' ') + 1));
        }
    }

    private static Process start(Path root, List<String> before, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(AppendUntilKilled.class.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(errors(root).toFile()).start();
    }

    private static Path errors(Path root) {
        return root.resolve("child-errors.txt");
    }
}
