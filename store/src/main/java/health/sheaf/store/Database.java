package health.sheaf.store;

import java.sql.Connection;
import java.sql.SQLException;

/** A database that runs statements, whichever it is. */
interface Database {

    /** Statements on one connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads, seeing everything that was committed before. */
    <T> T read(Work<T> work);

    /**
     * Writes in one transaction.
     *
     * @return when it is durable
     * @throws StoreUnavailableException where it is not
     */
    <T> T write(Work<T> work);
}
