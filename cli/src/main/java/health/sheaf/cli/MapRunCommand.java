package health.sheaf.cli;

import health.sheaf.mapping.EdifactBundles;
import health.sheaf.mapping.Issues;
import health.sheaf.mapping.MessageMap;
import health.sheaf.mapping.edifact.ContentCheck;
import health.sheaf.mapping.edifact.EdifactLimits;
import health.sheaf.mapping.edifact.EdifactReader;
import health.sheaf.mapping.edifact.EdifactRefusedException;
import health.sheaf.mapping.hl7v2.V2File;
import health.sheaf.mapping.hl7v2.V2Limits;
import health.sheaf.mapping.hl7v2.V2Refusal;
import health.sheaf.mapping.hl7v2.V2RefusedException;
import health.sheaf.spi.DefinitionException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code sheaf map run --format F [--map M] [--out DIR] [--zone Z] FILE...}: one R4 Bundle for each
 * message. What comes out follows from what goes in alone: no clock, no chance.
 */
final class MapRunCommand {

    private static final String USAGE =
            """
            usage: sheaf map run --format hl7v2|edifact [--map M] [--out DIR] [--zone Z] FILE...
            """;

    private static final Set<String> FORMATS = Set.of("hl7v2", "edifact");

    /** What was asked for. */
    private record Asked(
            String format, @Nullable Path map, @Nullable Path out, ZoneId zone, List<Path> files) {}

    private final PrintStream out;
    private final PrintStream errors;

    MapRunCommand(PrintStream out, PrintStream errors) {
        this.out = out;
        this.errors = errors;
    }

    int run(List<String> arguments) {
        var asked = read(arguments);
        if (asked.isEmpty()) {
            errors.print(USAGE);
            return SheafCommand.WRONG;
        }
        try {
            return run(asked.get());
        } catch (DefinitionException e) {
            errors.println(e.getMessage());
            return SheafCommand.WRONG;
        }
    }

    private static Optional<Asked> read(List<String> arguments) {
        @Nullable Path map = null;
        @Nullable Path folder = null;
        var zone = ZoneId.of("Europe/London");
        var format = "";
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            var word = arguments.get(i);
            if (!word.startsWith("--")) {
                files.add(Path.of(word));
                continue;
            }
            if (++i == arguments.size()) {
                return Optional.empty();
            }
            var value = arguments.get(i);
            switch (word) {
                case "--format" -> format = value;
                case "--map" -> map = Path.of(value);
                case "--out" -> folder = Path.of(value);
                case "--zone" -> {
                    try {
                        zone = ZoneId.of(value);
                    } catch (DateTimeException e) {
                        return Optional.empty();
                    }
                }
                case String other -> {
                    return Optional.empty();
                }
            }
        }
        return FORMATS.contains(format) && !files.isEmpty()
                ? Optional.of(new Asked(format, map, folder, zone, files))
                : Optional.empty();
    }

    private int run(Asked asked) {
        var map =
                asked.map() == null
                        ? MessageMap.library(asked.format(), asked.zone())
                        : MessageMap.load(asked.map(), asked.zone());
        int code = SheafCommand.PASSED;
        for (var file : asked.files()) {
            boolean edifact = asked.format().equals("edifact");
            code =
                    Math.max(
                            code,
                            edifact
                                    ? edifact(map, file, asked.out())
                                    : one(map, file, asked.out()));
        }
        return code;
    }

    private int one(MessageMap map, Path file, @Nullable Path folder) {
        try {
            if (Files.size(file) > V2Limits.FILE.maxBytes()) {
                throw new V2RefusedException(V2Refusal.V2_TOO_LARGE, V2Limits.FILE.maxBytes());
            }
            var issues = new Issues();
            int number = 0;
            for (var message : V2File.read(Files.readAllBytes(file), V2Limits.FILE)) {
                write(map.bundle(message, issues).toString(), file, folder, ++number);
            }
            report(file, issues);
            return SheafCommand.PASSED;
        } catch (V2RefusedException e) {
            var outcome = outcome();
            issue(outcome, "fatal", "structure", file + ": " + e.getMessage());
            errors.println(outcome);
            return SheafCommand.WRONG;
        } catch (IOException e) {
            var outcome = outcome();
            issue(outcome, "fatal", "exception", file + " cannot be read, or its Bundle written");
            errors.println(outcome);
            return SheafCommand.WRONG;
        }
    }

    /** What one message breaks refuses that message; its neighbours are written. */
    private int edifact(MessageMap map, Path file, @Nullable Path folder) {
        var reader = new EdifactReader(EdifactLimits.USUAL);
        var bundles = new EdifactBundles(map);
        var refused = outcome();
        try {
            var interchange = reader.read(reader.load(file));
            var issues = new Issues();
            int number = 0;
            for (var message : interchange.messages()) {
                number++;
                var refusal = ContentCheck.check(message);
                if (refusal.isPresent()) {
                    issue(refused, "error", "invalid", file + ": " + refusal.get().message());
                } else {
                    var bundle = bundles.bundle(interchange, message, issues);
                    write(bundle.toString(), file, folder, number);
                }
            }
            report(file, issues);
        } catch (EdifactRefusedException e) {
            issue(refused, "fatal", "structure", file + ": " + e.getMessage());
        } catch (IOException e) {
            var words = file + " cannot be read, or its Bundle written";
            issue(refused, "fatal", "exception", words);
        }
        if (refused.has("issue")) {
            errors.println(refused);
            return SheafCommand.WRONG;
        }
        return SheafCommand.PASSED;
    }

    private void write(String bundle, Path file, @Nullable Path folder, int number)
            throws IOException {
        if (folder == null) {
            out.println(bundle);
            return;
        }
        Files.createDirectories(folder);
        var name = file.getFileName() + (number == 1 ? "" : "." + number) + ".json";
        Files.write(folder.resolve(name), bundle.getBytes(StandardCharsets.UTF_8));
    }

    /** What could not be read, by kind and by place in the map: never a value. */
    private void report(Path file, Issues issues) {
        if (issues.isEmpty()) {
            return;
        }
        var outcome = outcome();
        issues.counts()
                .forEach((what, times) ->
                        issue(
                                outcome,
                                "warning",
                                "incomplete",
                                file
                                        + ": "
                                        + what.kind().word()
                                        + ", "
                                        + times
                                        + " times, at "
                                        + what.position()));
        errors.println(outcome);
    }

    private static ObjectNode outcome() {
        return JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
    }

    private static void issue(ObjectNode outcome, String severity, String code, String words) {
        var issue = outcome.withArray("/issue").addObject();
        issue.put("severity", severity);
        issue.put("code", code);
        issue.put("diagnostics", words);
    }
}
