package health.sheaf.spi;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a definition file, read by key with the type that is needed. It remembers which keys
 * were read, so that a misspelt key is an error instead of a silently missing setting, and it knows
 * where each value stands.
 */
public final class Settings {

    /** What a YAML file can hold. */
    public sealed interface Value {

        Position position();

        record Text(String text, Position position) implements Value {}

        record Listing(List<Value> items, Position position) implements Value {
            public Listing {
                items = List.copyOf(items);
            }
        }

        record Mapping(Map<String, Value> values, Position position) implements Value {
            public Mapping {
                values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
            }
        }
    }

    private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private final Value.Mapping mapping;
    private final Set<String> read = new LinkedHashSet<>();
    private final Map<Position, Settings> children = new LinkedHashMap<>();

    public Settings(Value.Mapping mapping) {
        this.mapping = mapping;
    }

    public Position position() {
        return mapping.position();
    }

    /** The keys there are, in the order of the file. */
    public Set<String> keys() {
        return mapping.values().keySet();
    }

    public boolean has(String key) {
        return mapping.values().containsKey(key);
    }

    /** A text that must be there. */
    public String text(String key) {
        return find(key).map(value -> textOf(key, value)).orElseThrow(() -> missing(key));
    }

    public String text(String key, String otherwise) {
        return find(key).map(value -> textOf(key, value)).orElse(otherwise);
    }

    public Optional<String> optionalText(String key) {
        return find(key).map(value -> textOf(key, value));
    }

    public int number(String key, int otherwise) {
        var value = find(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Integer.parseInt(textOf(key, value.get()));
        } catch (NumberFormatException e) {
            throw new DefinitionException(
                    value.get().position(), "'" + key + "' must be a whole number");
        }
    }

    public double decimal(String key, double otherwise) {
        var value = find(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            double number = Double.parseDouble(textOf(key, value.get()));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below says what is needed, which Java's does not.
        }
        throw new DefinitionException(value.get().position(), "'" + key + "' must be a number");
    }

    public boolean flag(String key, boolean otherwise) {
        var value = find(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        return switch (textOf(key, value.get())) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                    throw new DefinitionException(
                            value.get().position(), "'" + key + "' must be true or false");
        };
    }

    /**
     * A duration written as {@code 250ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 1d} or ISO
     * 8601.
     */
    public Duration duration(String key, Duration otherwise) {
        var value = find(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        var text = textOf(key, value.get());
        try {
            var duration = parseDuration(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            // The message below says what is needed, which theirs do not.
        }
        throw new DefinitionException(
                value.get().position(),
                "'" + key + "' must be a duration such as 250ms, 5s, 2m or 1h");
    }

    private static Duration parseDuration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case String day -> Duration.ofDays(amount);
        };
    }

    /** A list of texts; a single text counts as a list of one. Empty where the key is absent. */
    public List<String> texts(String key) {
        return switch (find(key).orElse(null)) {
            case null -> List.of();
            case Value.Text text -> List.of(text.text());
            case Value.Listing listing ->
                    listing.items().stream().map(item -> textOf(key, item)).toList();
            case Value.Mapping wrong ->
                    throw new DefinitionException(wrong.position(), "'" + key + "' must be a list");
        };
    }

    /** A nested mapping; an empty one where the key is absent. */
    public Settings section(String key) {
        return optionalSection(key)
                .orElseGet(() -> new Settings(new Value.Mapping(Map.of(), mapping.position())));
    }

    public Optional<Settings> optionalSection(String key) {
        return switch (find(key).orElse(null)) {
            case null -> Optional.empty();
            case Value.Mapping nested -> Optional.of(child(nested));
            case Value wrong ->
                    throw new DefinitionException(
                            wrong.position(), "'" + key + "' must be a mapping");
        };
    }

    /** A list of mappings; empty where the key is absent. */
    public List<Settings> sections(String key) {
        return switch (find(key).orElse(null)) {
            case null -> List.of();
            case Value.Listing listing ->
                    listing.items().stream()
                            .map(item -> {
                                if (item instanceof Value.Mapping nested) {
                                    return child(nested);
                                }
                                throw new DefinitionException(
                                        item.position(),
                                        "each item of '" + key + "' must be a mapping");
                            })
                            .toList();
            case Value wrong ->
                    throw new DefinitionException(wrong.position(), "'" + key + "' must be a list");
        };
    }

    /** The raw value, for those who compile it themselves. */
    public Optional<Value> value(String key) {
        return find(key);
    }

    /** Where a key's value stands; the mapping's own place where the key is absent. */
    public Position positionOf(String key) {
        var value = mapping.values().get(key);
        return value == null ? mapping.position() : value.position();
    }

    /**
     * Refuses keys nobody read, here and in the nested mappings.
     *
     * @throws DefinitionException for the first such key
     */
    public void rejectUnread() {
        for (var entry : mapping.values().entrySet()) {
            if (!read.contains(entry.getKey())) {
                throw new DefinitionException(
                        entry.getValue().position(),
                        "'"
                                + entry.getKey()
                                + "' is not a setting here"
                                + suggestion(entry.getKey()));
            }
        }
        children.values().forEach(Settings::rejectUnread);
    }

    private Settings child(Value.Mapping nested) {
        return children.computeIfAbsent(nested.position(), place -> new Settings(nested));
    }

    private String suggestion(String key) {
        @Nullable String best = null;
        int bestDistance = 3;
        for (var candidate : read) {
            int distance = Spelling.distance(key, candidate);
            if (distance < bestDistance && !mapping.values().containsKey(candidate)) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return best == null ? "" : "; did you mean '" + best + "'?";
    }

    private Optional<Value> find(String key) {
        read.add(key);
        return Optional.ofNullable(mapping.values().get(key));
    }

    private DefinitionException missing(String key) {
        return new DefinitionException(mapping.position(), "'" + key + "' is needed here");
    }

    private static String textOf(String key, Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw new DefinitionException(value.position(), "'" + key + "' must be a single value");
    }
}
