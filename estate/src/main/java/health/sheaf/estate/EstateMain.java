package health.sheaf.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Starts the demonstration region and keeps it until it is told to stop (SIGTERM). */
public final class EstateMain {

    private static final int REFUSED = 2;
    private static final int FAILED = 1;

    private EstateMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        var console = new Console(System.out, System.err);
        long started = System.nanoTime();
        Options options;
        try {
            options = Options.of(List.of(arguments));
        } catch (IllegalArgumentException e) {
            console.refused(e.getMessage() + "");
            System.exit(REFUSED);
            return;
        }
        Estate estate;
        try {
            prepare(options.directory());
            estate = Estate.start(options, Clock.systemUTC(), new SecureRandom());
            Runtime.getRuntime().addShutdownHook(new Thread(estate::close, "estate-stop"));
            new RunFolder(options.directory()).write(estate, ProcessHandle.current().pid());
        } catch (RuntimeException e) {
            // The border of the program: whatever it was, it is told once and ends the process.
            Logger.getLogger(EstateMain.class.getName()).log(Level.SEVERE, "cannot start", e);
            console.refused("cannot start: " + e.getMessage());
            System.exit(FAILED);
            return;
        }
        long millis = (System.nanoTime() - started) / 1_000_000;
        console.ready(
                "The region is ready: %d people, %d systems, in %d ms. %s"
                        .formatted(
                                options.people(),
                                estate.sources().size(),
                                millis,
                                options.directory().resolve("estate.json")));
        Thread.currentThread().join();
    }

    /** Makes the folder, takes away what an earlier run left, and sends the log to a file. */
    private static void prepare(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(directory.resolve("estate.json"));
            var file = new FileHandler(directory.resolve("region.log").toString(), false);
            file.setFormatter(new SimpleFormatter());
            var root = Logger.getLogger("");
            for (var handler : root.getHandlers()) {
                if (handler instanceof ConsoleHandler) {
                    root.removeHandler(handler);
                }
            }
            root.addHandler(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }
}
