package health.sheaf.core.source;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.MaintenanceWindow;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Section;
import health.sheaf.spi.Settings;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import health.sheaf.spi.Spelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the source definitions of a folder: one YAML file a source. Whatever is wrong is reported
 * with file, line and column before anything starts.
 */
public final class DefinitionFiles {

    private static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private DefinitionFiles() {}

    /**
     * Reads all {@code *.yaml} files of a folder, in the order of their names.
     *
     * @throws DefinitionException for the first mistake
     */
    public static List<SourceDefinition> load(Path folder) {
        List<Path> files;
        try (var listing = Files.list(folder)) {
            files = listing.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the source definitions", e);
        }
        var seen = new HashMap<SourceId, String>();
        var definitions = new ArrayList<SourceDefinition>();
        for (var file : files) {
            var settings = YamlSettings.read(file);
            var definition = read(settings);
            var other = seen.put(definition.id(), settings.position().file());
            if (other != null) {
                throw new DefinitionException(
                        settings.positionOf("id"), "the id is that of " + other + ", too");
            }
            definitions.add(definition);
        }
        return List.copyOf(definitions);
    }

    /** Reads one definition. The connector's own part is checked by the connector. */
    public static SourceDefinition read(Settings file) {
        var id = checked(file, "id", SourceId::new);
        var definition =
                new SourceDefinition(
                        id,
                        file.text("name"),
                        checked(file, "owner", OdsCode::new),
                        file.text("connector"),
                        file.text("region", ""),
                        holds(file),
                        limits(file),
                        maintenance(file),
                        file.number("demographics-rank", 100),
                        file.section("settings"));
        rejectUnknown(
                file,
                Set.of(
                        "id",
                        "name",
                        "owner",
                        "connector",
                        "region",
                        "holds",
                        "limits",
                        "maintenance",
                        "demographics-rank",
                        "settings"));
        return definition;
    }

    private static <T> T checked(Settings file, String key, Function<String, T> type) {
        try {
            return type.apply(file.text(key));
        } catch (InvalidValueException e) {
            throw new DefinitionException(file.positionOf(key), "'" + key + "': " + e.getMessage());
        }
    }

    private static Set<Section> holds(Settings file) {
        var sections = EnumSet.noneOf(Section.class);
        for (var word : file.texts("holds")) {
            sections.add(section(file, word));
        }
        return sections;
    }

    private static Section section(Settings file, String word) {
        return Arrays.stream(Section.values())
                .filter(section -> key(section).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new DefinitionException(
                                file.positionOf("holds"),
                                "'%s' is not a section%s"
                                        .formatted(
                                                word,
                                                meant(
                                                        word,
                                                        Arrays.stream(Section.values())
                                                                .map(DefinitionFiles::key)
                                                                .collect(Collectors.toSet())))));
    }

    private static String key(Section section) {
        return section.words().replace(' ', '-');
    }

    private static SourceLimits limits(Settings file) {
        var limits = file.section("limits");
        var otherwise = SourceLimits.DEFAULT;
        try {
            var read =
                    new SourceLimits(
                            limits.number("concurrency", otherwise.concurrency()),
                            limits.decimal("requests-per-second", otherwise.requestsPerSecond()),
                            limits.number("max-entries", otherwise.maxEntries()),
                            limits.number("max-bytes", Math.toIntExact(otherwise.maxBytes())),
                            limits.number("max-pages", otherwise.maxPages()),
                            limits.duration("give-up", otherwise.giveUp()));
            limits.rejectUnread();
            return read;
        } catch (InvalidValueException e) {
            throw new DefinitionException(
                    limits.position(), "every limit must be greater than nought");
        }
    }

    private static List<MaintenanceWindow> maintenance(Settings file) {
        var windows = new ArrayList<MaintenanceWindow>();
        for (var window : file.sections("maintenance")) {
            try {
                windows.add(
                        new MaintenanceWindow(
                                days(window),
                                LocalTime.parse(window.text("from")),
                                LocalTime.parse(window.text("until")),
                                ZoneId.of(window.text("zone", "Europe/London"))));
            } catch (DateTimeException e) {
                throw new DefinitionException(
                        window.position(), "times are written as 02:30, zones as Europe/London");
            }
            window.rejectUnread();
        }
        return windows;
    }

    private static Set<DayOfWeek> days(Settings window) {
        var words = window.texts("days");
        if (words.isEmpty()) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var word : words) {
            int index = DAYS.indexOf(word.toLowerCase(Locale.ROOT));
            if (index < 0) {
                throw new DefinitionException(
                        window.positionOf("days"),
                        "'%s' is not a day of the week%s"
                                .formatted(word, meant(word, Set.copyOf(DAYS))));
            }
            days.add(DayOfWeek.of(index + 1));
        }
        return days;
    }

    private static void rejectUnknown(Settings file, Set<String> known) {
        for (var key : file.keys()) {
            if (!known.contains(key)) {
                throw new DefinitionException(
                        file.positionOf(key),
                        "'%s' is not a setting here%s".formatted(key, meant(key, known)));
            }
        }
    }

    private static String meant(String word, Set<String> known) {
        return Spelling.nearest(word, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }
}
