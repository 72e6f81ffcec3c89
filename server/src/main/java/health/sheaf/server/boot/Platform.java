package health.sheaf.server.boot;

import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.Source;
import health.sheaf.core.federation.SourceGate;
import health.sheaf.core.identity.IdentityIndex;
import health.sheaf.core.identity.PersonIds;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.core.identity.Seal;
import health.sheaf.core.merge.Merge;
import health.sheaf.core.policy.Policy;
import health.sheaf.core.policy.Release;
import health.sheaf.core.record.PatientRecords;
import health.sheaf.core.source.DefinitionFiles;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.Position;
import health.sheaf.spi.SourceDefinition;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything behind the edge, put together: plain objects, no framework. */
final class Platform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final ServerConfig config;
    private final List<Source> sources;
    private final PatientRecords records;
    private final Readiness readiness;
    private final Seal seal;
    private final Supplier<String> randomIds;
    private final List<AutoCloseable> opened;

    private Platform(
            ServerConfig config,
            List<Source> sources,
            Federation federation,
            Ports ports,
            SecureRandom random,
            Clock clock,
            LongSupplier nanoTime) {
        this.config = config;
        this.sources = sources;
        var journal = new WatchedJournal(ports.journal());
        var second = new WatchedJournal(ports.second());
        var audit = new AuditLog(journal, second);
        var watch = new StoreWatch(ports.answers(), nanoTime);
        this.readiness = new Readiness(watch, journal, second, audit, clock);
        this.seal = new Seal(ports.keys().apply("page cursors"), random);
        this.randomIds = () -> randomId(random);
        var json = new FhirJson(FhirJson.Limits.SOURCE);
        var ids =
                new ResourceIds(
                        ports.keys().apply("resource ids"),
                        sources.stream().map(Source::id).toList());
        this.records =
                new PatientRecords(
                        new IdentityIndex(ports.links(), new PersonIds(random), clock),
                        new Policy(randomIds),
                        new Release(json),
                        audit,
                        federation,
                        new Merge(ids, json),
                        ids,
                        clock,
                        nanoTime);
        var closing = new ArrayList<AutoCloseable>();
        closing.add(federation);
        sources.forEach(source -> closing.add(source.connector()));
        closing.add(watch);
        closing.addAll(ports.opened());
        this.opened = List.copyOf(closing);
    }

    /**
     * Reads the definitions of the sources and puts everything together.
     *
     * @param factories the connectors there are
     * @throws DefinitionException for the first mistake in a definition
     */
    static Platform open(
            ServerConfig config,
            Iterable<ConnectorFactory> factories,
            Supplier<Ports> ports,
            SecureRandom random,
            Clock clock,
            LongSupplier nanoTime) {
        var context =
                new ConnectorContext(
                        clock,
                        nanoTime,
                        new FileSecrets(config.secrets(), config.production()),
                        config.sources(),
                        config.drivers());
        var sources = new ArrayList<Source>();
        var byName = new HashMap<String, ConnectorFactory>();
        factories.forEach(factory -> byName.put(factory.name(), factory));
        for (var definition : DefinitionFiles.load(config.sources())) {
            sources.add(source(definition, byName, context, random, nanoTime));
        }
        if (sources.isEmpty()) {
            throw new DefinitionException(
                    new Position("sources", 1, 1), "the folder holds no source definition");
        }
        var json = new FhirJson(FhirJson.Limits.SOURCE);
        return new Platform(
                config,
                List.copyOf(sources),
                new Federation(sources, json, clock, nanoTime),
                ports.get(),
                random,
                clock,
                nanoTime);
    }

    /** The connectors on the class path. */
    static Iterable<ConnectorFactory> installed() {
        return ServiceLoader.load(ConnectorFactory.class);
    }

    private static Source source(
            SourceDefinition definition,
            Map<String, ConnectorFactory> factories,
            ConnectorContext context,
            SecureRandom random,
            LongSupplier nanoTime) {
        var place = definition.settings().position();
        var factory = factories.get(definition.connector());
        if (factory == null) {
            throw new DefinitionException(
                    definition.settings().positionOf("connector"),
                    "'connector' must be one of " + String.join(", ", factories.keySet()));
        }
        try {
            var connector = factory.create(definition, context);
            definition.settings().rejectUnread();
            return new Source(
                    definition, connector, new SourceGate(definition.limits(), nanoTime, random));
        } catch (InvalidValueException e) {
            // A secret that is not there, a value a type refused: it belongs to this file.
            throw new DefinitionException(place, String.valueOf(e.getMessage()));
        }
    }

    private static String randomId(SecureRandom random) {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    ServerConfig config() {
        return config;
    }

    List<Source> sources() {
        return sources;
    }

    PatientRecords records() {
        return records;
    }

    Seal seal() {
        return seal;
    }

    Supplier<String> randomIds() {
        return randomIds;
    }

    /** Whether the store answers and access can be written down. */
    boolean isReady() {
        return readiness.isReady();
    }

    @Override
    public void close() {
        for (var each : opened) {
            try {
                each.close();
            } catch (Exception e) {
                // The border of stopping: the rest must be closed all the same.
                LOG.warn("Something did not close: {}", e.getClass().getName());
            }
        }
    }
}
