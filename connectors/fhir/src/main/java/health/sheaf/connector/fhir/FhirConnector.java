package health.sheaf.connector.fhir;

import health.sheaf.spi.Authority;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One FHIR R4 server. */
final class FhirConnector implements Connector {

    private static final Logger LOG = LoggerFactory.getLogger(FhirConnector.class);

    /** How long a question about abilities waits for a server's first statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SourceDefinition source;
    private final FhirSettings settings;
    private final FhirServer server;
    private final StatementStore statements;
    private final FreshnessQuery freshness;
    private final Abilities.Disproved disproved = new Abilities.Disproved();

    FhirConnector(
            SourceDefinition source,
            FhirSettings settings,
            FhirServer server,
            StatementStore statements) {
        this.source = source;
        this.settings = settings;
        this.server = server;
        this.statements = statements;
        this.freshness = new FreshnessQuery(server, settings.freshness());
    }

    @Override
    public Capabilities capabilities() {
        return abilities(PATIENCE).capabilities();
    }

    @Override
    public FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline) {
        try {
            if (deadline.passed()) {
                throw Faults.timedOut();
            }
            var current = freshness.start(deadline);
            var abilities = abilities(deadline.orSooner(PATIENCE).remaining());
            if (!abilities.isR4()) {
                throw Faults.fault(
                        FaultCode.MISCONFIGURED, "the source speaks another FHIR than R4");
            }
            var budget = new Budget(source.limits(), request.maxEntries());
            return new Fetch(server, settings, abilities, disproved, request, budget, deadline)
                    .run(current);
        } catch (SourceFaultException e) {
            return FetchResult.failed(request.sections(), e.fault());
        } catch (RuntimeException e) {
            // The border: whatever a source makes us stumble over fails this source alone. Only the
            // kind of the mistake is told, for its message may hold what the source said.
            LOG.error("source {}: {} in a fetch", source.id(), e.getClass().getName());
            return FetchResult.failed(
                    request.sections(),
                    new SourceFault(FaultCode.INTERNAL, "we stumbled over the source's answer"));
        }
    }

    @Override
    public Optional<PatientFinder> patients() {
        return Optional.of(
                new FhirPatientFinder(
                        server, settings, source.limits(), () -> abilities(PATIENCE)));
    }

    @Override
    public void close() {
        server.close();
    }

    private Abilities abilities(Duration wait) {
        return new Abilities(source, settings, statements.within(wait).orElse(null), disproved);
    }
}
