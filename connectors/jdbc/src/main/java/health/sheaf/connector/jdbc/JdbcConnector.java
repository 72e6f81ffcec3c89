package health.sheaf.connector.jdbc;

import health.sheaf.mapping.RowMap;
import health.sheaf.spi.Authority;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Origin;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceFaultException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A database as a source. */
final class JdbcConnector implements Connector {

    private final SourceDefinition source;
    private final ConnectorContext context;
    private final Database database;
    private final List<MapReader> readers;
    private final JdbcPatientFinder finder;

    JdbcConnector(
            SourceDefinition source,
            ConnectorContext context,
            JdbcSettings settings,
            Database database) {
        this.source = source;
        this.context = context;
        this.database = database;
        this.readers = settings.maps().stream().map(map -> new MapReader(map, settings)).toList();
        this.finder = new JdbcPatientFinder(this, database);
    }

    List<MapReader> readers() {
        return readers;
    }

    /** The readers of a resource type. */
    List<MapReader> readers(String resourceType) {
        return readers.stream()
                .filter(reader -> reader.map().resourceType().equals(resourceType))
                .toList();
    }

    MapReader patientReader() {
        return readers("Patient").getFirst();
    }

    @Override
    public Capabilities capabilities() {
        var maps = readers.stream().map(MapReader::map).toList();
        Map<String, Set<String>> pushdown = new HashMap<>();
        for (var map : maps) {
            // A filter must not make the patient unknown of whom the rest is asked.
            if (map.patient().isPresent() && !map.resourceType().equals("Patient")) {
                // What one of two maps of a type cannot do, the type cannot.
                pushdown.merge(
                        map.resourceType(),
                        new HashSet<>(map.search().parameters()),
                        (known, more) -> {
                            known.retainAll(more);
                            return known;
                        });
            }
        }
        return new Capabilities(
                maps.stream().map(RowMap::resourceType).collect(Collectors.toSet()),
                pushdown,
                maps.stream().allMatch(RowMap::versioned),
                patientReader().map().search().findsByDemographics());
    }

    @Override
    public FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline) {
        if (deadline.passed()) {
            return FetchResult.failed(request.sections(), SqlFaults.fault(FaultCode.TIMED_OUT));
        }
        try {
            return new Fetch(this, database, request, deadline).run();
        } catch (SourceFaultException e) {
            return FetchResult.failed(request.sections(), e.fault());
        }
    }

    @Override
    public Optional<PatientFinder> patients() {
        return Optional.of(finder);
    }

    Entry entry(RowMap.Mapped mapped) {
        var resource = mapped.resource();
        return new Entry(
                resource,
                Origin.direct(
                        source.id(),
                        resource.type(),
                        mapped.id(),
                        mapped.version(),
                        context.clock().instant()));
    }

    @Override
    public void close() {
        database.close();
    }
}
