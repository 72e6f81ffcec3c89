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

    /** Whether a query has a row; no, where the database cannot say. */
    static boolean answers(Database database, String query) {
        try {
            return database.read(connection -> {
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery(query)) {
                    return row.next();
                }
            });
        } catch (StoreUnavailableException away) {
            return false;
        }
    }

    /**
     * Writes in one transaction.
     *
     * @return when it is durable
     * @throws StoreUnavailableException where it is not
     */
    <T> T write(Work<T> work);
}
