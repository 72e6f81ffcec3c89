package health.sheaf.kit;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Position;
import health.sheaf.spi.SecretStore;
import health.sheaf.spi.Section;
import health.sheaf.spi.Settings;
import health.sheaf.spi.Settings.Value;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes source definitions without a YAML file. Values are texts (or what prints as one), lists and
 * maps, nested as deep as needed; every one gets a position of its own in a file {@code test.yaml},
 * one line each, so that error messages can be told apart.
 */
public final class TestSources {

    private TestSources() {}

    /**
     * A definition with the limits that hold by default; it owns every section the ten shared
     * patients have something in.
     *
     * @param id such as {@code kit-source}
     * @param connector the name of the factory
     * @param settings the connector's own part
     */
    public static SourceDefinition definition(
            String id, String connector, Map<String, ?> settings) {
        return definition(id, connector, settings, SourceLimits.DEFAULT);
    }

    /** The same with other limits. */
    public static SourceDefinition definition(
            String id, String connector, Map<String, ?> settings, SourceLimits limits) {
        return new SourceDefinition(
                new SourceId(id),
                "Kit source " + id,
                new OdsCode("RZZ99"),
                connector,
                "kit-region",
                Section.ofAll(SharedPatients.RESOURCE_TYPES),
                limits,
                List.of(),
                1,
                settings(settings));
    }

    /** Settings as a YAML file would give them. Use a {@link LinkedHashMap} where order matters. */
    public static Settings settings(Map<String, ?> values) {
        return new Settings(mapping(values, new AtomicInteger(1)));
    }

    /**
     * A context with the system's clocks.
     *
     * @param folder where definitions and drivers are looked for
     * @param secrets values by reference
     */
    public static ConnectorContext context(Path folder, Map<String, String> secrets) {
        return context(folder, secrets, Clock.systemUTC());
    }

    /** The same with another wall clock. */
    public static ConnectorContext context(Path folder, Map<String, String> secrets, Clock clock) {
        return new ConnectorContext(clock, System::nanoTime, secrets(secrets), folder, folder);
    }

    /** Secrets from a map. */
    public static SecretStore secrets(Map<String, String> secrets) {
        var copy = Map.copyOf(secrets);
        return name -> {
            var secret = copy.get(name);
            if (secret == null) {
                throw new InvalidValueException("there is no secret '" + name + "'");
            }
            return secret;
        };
    }

    private static Value.Mapping mapping(Map<?, ?> values, AtomicInteger line) {
        var position = next(line);
        var inside = new LinkedHashMap<String, Value>();
        values.forEach((key, value) -> inside.put(key.toString(), value(value, line)));
        return new Value.Mapping(inside, position);
    }

    private static Value value(Object value, AtomicInteger line) {
        return switch (value) {
            case Value ready -> ready;
            case Map<?, ?> map -> mapping(map, line);
            case Iterable<?> items -> {
                var position = next(line);
                var list = new java.util.ArrayList<Value>();
                items.forEach(item -> list.add(value(item, line)));
                yield new Value.Listing(list, position);
            }
            default -> new Value.Text(value.toString(), next(line));
        };
    }

    private static Position next(AtomicInteger line) {
        return new Position("test.yaml", line.getAndIncrement(), 1);
    }
}
