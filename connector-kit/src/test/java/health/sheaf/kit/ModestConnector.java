package health.sheaf.kit;

import health.sheaf.spi.Authority;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Origin;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A connector that can do as little as the contract lets it, and fails properly at the rest. */
final class ModestConnector implements Connector, PatientFinder {

    private static final SourceFault CANNOT =
            new SourceFault(FaultCode.UNSUPPORTED_REQUEST, "the source cannot be asked that way");

    private final Connector inner;

    ModestConnector(Connector inner) {
        this.inner = inner;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(inner.capabilities().resourceTypes(), Map.of(), false, false);
    }

    @Override
    public FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline) {
        if (request.patient() instanceof PatientKey.National) {
            return FetchResult.failed(request.sections(), CANNOT);
        }
        var plain =
                new FetchRequest(
                        request.patient(),
                        request.resourceTypes(),
                        List.of(),
                        request.maxEntries());
        var result = inner.fetch(authority, plain, deadline);
        var entries =
                result.entries().stream()
                        .filter(entry -> entry.section().isPresent())
                        .map(ModestConnector::withoutVersion)
                        .toList();
        return new FetchResult(
                result.outcomes(), entries, new Remainder(request.filters()), result.freshness());
    }

    private static Entry withoutVersion(Entry entry) {
        var origin = entry.origin();
        return new Entry(
                entry.resource(),
                Origin.direct(
                        origin.source(),
                        origin.nativeType(),
                        origin.nativeId(),
                        null,
                        origin.retrievedAt()));
    }

    @Override
    public Optional<PatientFinder> patients() {
        return Optional.of(this);
    }

    @Override
    public FetchResult find(Authority.ToLocate authority, PatientQuery query, Deadline deadline) {
        return FetchResult.failed(Set.of(Section.DEMOGRAPHICS), CANNOT);
    }

    @Override
    public Optional<Entry> subjectOf(
            Authority.ToLocate authority, String resourceType, String nativeId, Deadline deadline) {
        throw new SourceFaultException(CANNOT);
    }

    @Override
    public void close() {
        inner.close();
    }
}
