package health.sheaf.connector.jdbc;

import health.sheaf.mapping.Dialect;
import health.sheaf.mapping.RowMap;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.Settings;
import health.sheaf.spi.SourceDefinition;
import java.nio.file.Path;
import java.sql.Driver;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connector's part of a source definition, read and checked.
 *
 * @param maps at least the one for Patient
 * @param freshness a SELECT of one timestamp
 * @param maxText characters of one value
 */
record JdbcSettings(
        String sourceId,
        String url,
        @Nullable String user,
        @Nullable String password,
        Driver driver,
        Dialect dialect,
        List<RowMap> maps,
        int poolSize,
        Duration connectTimeout,
        Duration statementTimeout,
        @Nullable String freshness,
        ZoneId zone,
        int fetchSize,
        int maxText,
        long maxBytes,
        int maxEntries) {

    private static final int MAX_MAPS = 100;

    JdbcSettings {
        maps = List.copyOf(maps);
    }

    static JdbcSettings of(SourceDefinition source, ConnectorContext context) {
        var settings = source.settings();
        var url = settings.text("url");
        if (!url.startsWith("jdbc:")) {
            throw new DefinitionException(
                    settings.positionOf("url"), "'url' must be a JDBC address: jdbc:…");
        }
        var zone = zone(settings);
        var maps = maps(settings, context.definitions(), zone);
        var pool = settings.section("pool");
        int poolSize = pool.number("size", Math.min(10, source.limits().concurrency()));
        if (poolSize < 1 || poolSize > 200) {
            throw new DefinitionException(pool.positionOf("size"), "'size' must be 1 to 200");
        }
        var read =
                new JdbcSettings(
                        source.id().value(),
                        url,
                        settings.optionalText("user").orElse(null),
                        secret(settings, context),
                        Drivers.find(
                                url,
                                settings.optionalText("driver").orElse(null),
                                settings.positionOf("driver"),
                                context.drivers()),
                        Dialect.of(url),
                        maps,
                        poolSize,
                        pool.duration("connect-timeout", Duration.ofSeconds(2)),
                        settings.duration("statement-timeout", Duration.ofSeconds(30)),
                        settings.optionalText("freshness").orElse(null),
                        zone,
                        settings.number("fetch-size", 500),
                        settings.number("max-text", 1024 * 1024),
                        source.limits().maxBytes(),
                        source.limits().maxEntries());
        settings.rejectUnread();
        return read;
    }

    private static @Nullable String secret(Settings settings, ConnectorContext context) {
        Optional<String> reference = settings.optionalText("password");
        if (reference.isEmpty()) {
            return null;
        }
        try {
            return context.secrets().secret(reference.get());
        } catch (InvalidValueException e) {
            throw new DefinitionException(settings.positionOf("password"), e.getMessage() + "");
        }
    }

    private static ZoneId zone(Settings settings) {
        try {
            return ZoneId.of(settings.text("time-zone", "Europe/London"));
        } catch (DateTimeException e) {
            throw new DefinitionException(
                    settings.positionOf("time-zone"), "this is no time zone; Europe/London is one");
        }
    }

    private static List<RowMap> maps(Settings settings, Path folder, ZoneId zone) {
        var place = settings.positionOf("maps");
        var files = settings.texts("maps");
        if (files.isEmpty() || files.size() > MAX_MAPS) {
            throw new DefinitionException(place, "'maps' lists 1 to 100 map files");
        }
        List<RowMap> maps = new ArrayList<>();
        for (var file : files) {
            maps.add(RowMap.load(folder.resolve(file), zone));
        }
        var spaces = new HashMap<String, Set<String>>();
        for (var map : maps) {
            var known =
                    spaces.computeIfAbsent(map.resourceType(), type -> new java.util.HashSet<>());
            if (!known.add(map.key().space().orElse(""))
                    || (known.size() > 1 && known.contains(""))) {
                throw new DefinitionException(
                        map.position(),
                        "two maps make "
                                + map.resourceType()
                                + ": their keys must start with different literals,"
                                + " as in key: ['lab', RESULT_NO]");
            }
        }
        long patients = maps.stream().filter(map -> map.resourceType().equals("Patient")).count();
        if (patients != 1) {
            throw new DefinitionException(place, "exactly one of the maps must make Patient");
        }
        return maps;
    }

    RowMap patientMap() {
        return maps.stream()
                .filter(map -> map.resourceType().equals("Patient"))
                .findFirst()
                .orElseThrow();
    }

    /** Without the password, and without the address, which may hold one. */
    @Override
    public String toString() {
        return "JdbcSettings[" + sourceId + "]";
    }
}
