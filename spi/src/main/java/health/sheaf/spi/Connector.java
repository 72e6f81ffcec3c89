package health.sheaf.spi;

import java.util.Optional;

/**
 * One living source behind one protocol. Made by a {@link ConnectorFactory}, used by many virtual
 * threads at once, closed when its definition goes.
 *
 * <p>An ability that a connector lacks is an empty {@code Optional}, never a default that throws.
 * Further roles (writer, change feed, counter, bulk reader) join with their first implementation.
 */
public interface Connector extends AutoCloseable {

    /**
     * What it can do; may ask the source once and remember. Never throws: an unreachable source has
     * what is declared.
     */
    Capabilities capabilities();

    /**
     * Asks for one patient's data. Never throws for anything the source does: faults are in the
     * outcomes. It returns what it has (whole pages, {@link Outcome.Partial}) when the deadline
     * comes, and stops on interruption.
     */
    FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline);

    /** Finds patients, where the source can be searched for them. */
    Optional<PatientFinder> patients();

    @Override
    void close();
}
