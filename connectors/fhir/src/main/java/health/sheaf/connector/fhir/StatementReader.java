package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceLimits;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Fetches a server's statement, in a time of its own. */
final class StatementReader {

    /** Some servers take seconds to build theirs the first time. */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private final FhirServer server;
    private final LongSupplier nanoTime;

    StatementReader(FhirServer server, LongSupplier nanoTime) {
        this.server = server;
        this.nanoTime = nanoTime;
    }

    /**
     * @throws SourceFaultException where it cannot be had
     */
    Statement read() {
        var budget = new Budget(SourceLimits.DEFAULT, 1);
        return Statement.read(server.statement(budget, Deadline.in(AT_MOST, nanoTime)));
    }
}
