package health.sheaf.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import health.sheaf.core.audit.AuditJournal;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/**
 * A process of its own that appends until somebody kills it or its disk fails, and says on its
 * standard output which events were acknowledged under which index.
 */
final class AppendUntilKilled {

    /** What it says instead of an index when the journal could not take an event. */
    static final String FAILED = "failed";

    private static final int TURNS_AFTER_FAILURE = 20;

    private AppendUntilKilled() {}

    public static void main(String[] args) {
        var keys =
                KeyRing.open(
                        Path.of(args[2]),
                        Path.of(args[3]),
                        KeyRing.WhenAbsent.REFUSE,
                        TestKeys.RANDOM);
        var journal = journal(args, keys);
        var out = new PrintStream(System.out, true, UTF_8);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                var name = "thread-" + i;
                threads.execute(() -> appendUntilItFailed(journal, name, out));
            }
        }
    }

    private static AuditJournal journal(String[] args, KeyRing keys) {
        return switch (args[0]) {
            case "sqlite" -> SqliteStore.open(Path.of(args[1]), keys, TestKeys.RANDOM).journal();
            case "segments" -> SegmentJournal.open(Path.of(args[1]), keys, TestKeys.RANDOM);
            case "postgres" ->
                    PostgresStore.open(
                                    new PostgresStore.Settings(args[1], "postgres", "postgres", 4),
                                    PostgresStore.Durability.DEMANDED,
                                    keys,
                                    TestKeys.RANDOM)
                            .journal();
            default -> throw new IllegalArgumentException(args[0]);
        };
    }

    private static void appendUntilItFailed(AuditJournal journal, String name, PrintStream out) {
        int failures = 0;
        for (long turn = 0; failures < TURNS_AFTER_FAILURE; turn++) {
            var event = name + " turn " + turn;
            try {
                long index = journal.append(event.getBytes(UTF_8)).join();
                say(out, index + " " + event);
            } catch (CompletionException e) {
                failures++;
                say(out, FAILED);
            }
        }
    }

    private static void say(PrintStream out, String line) {
        synchronized (out) {
            out.print(line + "\n");
            out.flush();
        }
    }
}
