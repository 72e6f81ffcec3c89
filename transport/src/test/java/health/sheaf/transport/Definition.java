package health.sheaf.transport;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.Position;
import health.sheaf.spi.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** A source definition as a test writes it, and what the platform lends. */
final class Definition {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T10:00:00Z"), ZoneOffset.UTC);

    private final Map<String, Settings.Value> values = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private int line;

    static Definition of(URI base) {
        return new Definition().with("base-url", base.toString());
    }

    Definition with(String key, String value) {
        values.put(key, new Settings.Value.Text(value, new Position("source.yaml", ++line, 1)));
        return this;
    }

    Definition with(String key, Definition nested) {
        values.put(
                key,
                new Settings.Value.Mapping(
                        nested.values, new Position("source.yaml", 100 + ++line, 1)));
        secrets.putAll(nested.secrets);
        return this;
    }

    Definition secret(String name, String value) {
        secrets.put(name, value);
        return this;
    }

    Settings settings() {
        return new Settings(new Settings.Value.Mapping(values, new Position("source.yaml", 50, 1)));
    }

    ConnectorContext context(Path folder) {
        return new ConnectorContext(CLOCK, System::nanoTime, this::secretNamed, folder, folder);
    }

    HttpSource source() {
        return HttpSettings.read(settings(), context(Path.of("no-folder")));
    }

    static Deadline in(Duration wait) {
        return Deadline.in(wait, System::nanoTime);
    }

    static Deadline soon() {
        return in(Duration.ofSeconds(10));
    }

    private String secretNamed(String name) {
        var secret = secrets.get(name);
        if (secret == null) {
            throw new InvalidValueException("there is no secret named '" + name + "'");
        }
        return secret;
    }
}
