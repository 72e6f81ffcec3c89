package health.sheaf.cli;

import health.sheaf.mapping.edifact.Acknowledger;
import health.sheaf.mapping.edifact.EdifactLimits;
import health.sheaf.mapping.edifact.EdifactReader;
import health.sheaf.mapping.edifact.EdifactRefusedException;
import health.sheaf.mapping.edifact.Layout;
import health.sheaf.mapping.edifact.Stamp;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code sheaf map ack FILE...}: writes the acknowledgements that interchanges ask for. */
final class MapAckCommand {

    static final String USAGE =
            """
                   sheaf map ack [--format edifact] [--interchange N] [--message N] [--clock TIME]
                                 [--unbroken] [--out DIR] FILE...
                                             answers interchanges: NHSACK, RECEP
            """;

    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private final PrintStream out;
    private final PrintStream errors;
    private final EdifactReader reader = new EdifactReader(EdifactLimits.USUAL);
    private final Acknowledger acknowledger = new Acknowledger(reader);

    private int interchange = 1;
    private int message = 1;
    private LocalDateTime at;
    private Layout layout = Layout.LINES;
    private @Nullable Path folder;
    private boolean first = true;

    MapAckCommand(PrintStream out, PrintStream errors, Clock clock) {
        this.out = out;
        this.errors = errors;
        this.at = LocalDateTime.now(clock.withZone(LONDON)).truncatedTo(ChronoUnit.MINUTES);
    }

    int run(List<String> arguments) {
        List<Path> files;
        try {
            files = options(arguments);
            if (files.isEmpty()) {
                errors.print("usage:\n" + USAGE);
                return SheafCommand.WRONG;
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            errors.println("map ack: an option that cannot be read");
            errors.print("usage:\n" + USAGE);
            return SheafCommand.WRONG;
        }
        int code = SheafCommand.PASSED;
        int number = interchange;
        for (var file : files) {
            code = Math.max(code, answer(file, new Stamp(number, message, at)));
            number++;
        }
        return code;
    }

    private List<Path> options(List<String> arguments) {
        List<Path> files = new ArrayList<>();
        var rest = arguments.iterator();
        while (rest.hasNext()) {
            var word = rest.next();
            switch (word) {
                case "--unbroken" -> layout = Layout.UNBROKEN;
                case "--interchange" -> interchange = number(value(rest));
                case "--message" -> message = number(value(rest));
                case "--clock" -> at = time(value(rest));
                case "--out" -> folder = Path.of(value(rest));
                case "--format" -> edifact(value(rest));
                case String other when other.startsWith("--") ->
                        throw new IllegalArgumentException("no such option");
                case String file -> files.add(Path.of(file));
            }
        }
        return files;
    }

    private static String value(java.util.Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("an option without its value");
        }
        return rest.next();
    }

    private static void edifact(String format) {
        if (!format.equals("edifact")) {
            throw new IllegalArgumentException("only edifact is answered here");
        }
    }

    /** Control numbers may be written with leading noughts. */
    private static int number(String text) {
        return new Stamp(Integer.parseInt(text), 1, LocalDateTime.MIN).interchange();
    }

    /** With an offset an instant; without one what clocks in the United Kingdom show. */
    private static LocalDateTime time(String text) {
        boolean local = text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+");
        return local
                ? LocalDateTime.parse(text)
                : OffsetDateTime.parse(text).atZoneSameInstant(LONDON).toLocalDateTime();
    }

    private int answer(Path file, Stamp stamp) {
        try {
            var answer = acknowledger.answer(reader.load(file), stamp, layout);
            write(file, answer);
            return SheafCommand.PASSED;
        } catch (EdifactRefusedException e) {
            errors.println(file + ": " + e.getMessage());
            return SheafCommand.WRONG;
        } catch (IOException e) {
            errors.println(file + ": cannot be read, or its answer cannot be written");
            return SheafCommand.WRONG;
        }
    }

    private void write(Path file, Optional<String> answer) throws IOException {
        if (answer.isEmpty()) {
            errors.println(file + ": no acknowledgement is due");
        } else if (folder == null) {
            // Byte for byte the answer, as long as there is one: a line break only between two.
            out.print(first ? answer.get() : "\n" + answer.get());
            first = false;
        } else {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(file.getFileName() + ".ack"),
                    answer.get(),
                    StandardCharsets.ISO_8859_1);
        }
    }
}
