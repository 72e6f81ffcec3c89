package health.sheaf.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** PostgreSQL: each piece of work is a transaction on a connection of the pool. */
final class PostgresDatabase implements Database {

    private final HikariDataSource pool;

    PostgresDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    @Override
    public <T> T read(Work<T> work) {
        try (var connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the database cannot be read", e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return transaction(work);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the database did not do its work", e);
        }
    }

    <T> T transaction(Work<T> work) throws SQLException {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            return committed(connection, work);
        }
    }

    private static <T> T committed(Connection connection, Work<T> work) throws SQLException {
        try {
            var result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            // Whatever went wrong, half of the work must not be committed with somebody else's.
            connection.rollback();
            throw e;
        }
    }
}
