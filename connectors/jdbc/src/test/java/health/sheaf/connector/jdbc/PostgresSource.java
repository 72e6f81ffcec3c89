package health.sheaf.connector.jdbc;

import health.sheaf.kit.FaultProxy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;

/** A real PostgreSQL with the shared patients. */
final class PostgresSource extends DatabaseSource {

    private final EmbeddedPostgres postgres;
    private final FaultProxy proxy;

    private PostgresSource(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.proxy = FaultProxy.before("localhost", postgres.getPort());
    }

    static PostgresSource start() {
        try {
            var postgres = EmbeddedPostgres.builder().start();
            try (var connection = postgres.getPostgresDatabase().getConnection()) {
                KitTables.fill(connection);
            }
            return new PostgresSource(postgres);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be filled", e);
        }
    }

    @Override
    Connection direct() throws SQLException {
        return postgres.getPostgresDatabase().getConnection();
    }

    @Override
    String url(String host, int port) {
        return "jdbc:postgresql://" + host + ":" + port + "/postgres";
    }

    @Override
    String user() {
        return "postgres";
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public void close() {
        proxy.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
