package health.sheaf.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Sources in another process, ended by its own handle. */
final class SourceProcess implements AutoCloseable {

    private final Process process;
    private final List<Integer> ports;

    private SourceProcess(Process process, List<Integer> ports) {
        this.process = process;
        this.ports = ports;
    }

    static SourceProcess start(int sources, int entries, int delayMillis, int hanging)
            throws IOException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                // Or its server waits for acknowledgements: 40 ms at random.
                                "-Dsun.net.httpserver.nodelay=true",
                                "-cp",
                                System.getProperty("java.class.path"),
                                BenchMain.class.getName(),
                                "sources",
                                String.valueOf(sources),
                                String.valueOf(entries),
                                String.valueOf(delayMillis),
                                String.valueOf(hanging))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var line = reader.readLine();
        if (line == null) {
            throw new IOException("the sources did not start");
        }
        return new SourceProcess(
                process, Arrays.stream(line.split(",")).map(Integer::valueOf).toList());
    }

    List<Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
