package health.sheaf.connector.fhir;

import health.sheaf.spi.Authority;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceFaultException;
import java.time.Duration;
import java.util.Optional;

/** One FHIR R4 server. */
final class FhirConnector implements Connector {

    /** How long a question about abilities waits for a server's first statement. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SourceDefinition source;
    private final FhirSettings settings;
    private final FhirServer server;
    private final StatementStore statements;
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
            var abilities = abilities(deadline.orSooner(PATIENCE).remaining());
            if (!abilities.isR4()) {
                throw Faults.fault(
                        FaultCode.MISCONFIGURED, "the source speaks another FHIR than R4");
            }
            var budget = new Budget(source.limits(), request.maxEntries());
            return new Fetch(server, settings, abilities, disproved, request, budget, deadline)
                    .run(new Freshness.Live());
        } catch (SourceFaultException e) {
            return FetchResult.failed(request.sections(), e.fault());
        } catch (InvalidValueException e) {
            // A key that cannot stand in an address belongs to nobody at this server.
            return FetchResult.failed(request.sections(), Faults.patientNotKnown().fault());
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
        return new Abilities(source, settings, statements.within(wait), disproved);
    }
}
