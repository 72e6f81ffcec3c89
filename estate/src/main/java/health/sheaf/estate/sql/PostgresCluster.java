package health.sheaf.estate.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL of our own, with a database for each of the two SQL sources. */
final class PostgresCluster implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final int MOST_CONNECTIONS = 120;

    private final EmbeddedPostgres postgres;

    private PostgresCluster(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts it.
     *
     * @param binaries where its programs are unpacked, once
     * @param data its data folder; emptied at the end
     */
    static PostgresCluster start(Path binaries, Path data) {
        try {
            Files.createDirectories(binaries);
            var postgres =
                    EmbeddedPostgres.builder()
                            .setOverrideWorkingDirectory(binaries.toFile())
                            .setDataDirectory(data)
                            // Nothing here outlives the process: do not wait for the disk.
                            .setServerConfig("fsync", "off")
                            .setServerConfig("synchronous_commit", "off")
                            .setServerConfig("full_page_writes", "off")
                            .setServerConfig("max_connections", "" + MOST_CONNECTIONS)
                            .setServerConfig("shared_buffers", "64MB")
                            .setServerConfig("listen_addresses", "127.0.0.1")
                            .start();
            return new PostgresCluster(postgres);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    /** The port behind the gates. */
    int port() {
        return postgres.getPort();
    }

    /** Makes a database with these tables, which a user of that name may read and nothing else. */
    void create(
            String database, String password, String schema, List<Table> tables, String indexes) {
        try {
            try (var connection = connect("postgres")) {
                execute(connection, "CREATE DATABASE " + database);
                // The password is of our own making: letters, digits, hyphen and underscore.
                execute(
                        connection,
                        "CREATE USER %s PASSWORD '%s'".formatted(reader(database), password));
            }
            try (var connection = connect(database)) {
                execute(connection, schema);
                for (var table : tables) {
                    fill(connection, table);
                    LOG.info("{}: {} rows in {}", database, table.size(), table.name());
                }
                execute(connection, indexes);
                execute(connection, "ANALYZE");
                execute(
                        connection,
                        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + reader(database));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot fill the database " + database, e);
        }
    }

    /** The user that may read a database. */
    static String reader(String database) {
        return database + "_reader";
    }

    /** From now on readers need their password. */
    void requirePasswords(Path data) {
        try {
            Files.writeString(
                    data.resolve("pg_hba.conf"),
                    """
                    local all postgres trust
                    host all postgres 127.0.0.1/32 trust
                    host all all 127.0.0.1/32 scram-sha-256
                    """);
            try (var connection = connect("postgres")) {
                execute(connection, "SELECT pg_reload_conf()");
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("PostgreSQL does not take its access rules", e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop properly", e);
        }
    }

    private Connection connect(String database) throws SQLException {
        return postgres.getDatabase("postgres", database).getConnection();
    }

    private static void fill(Connection connection, Table table) throws SQLException {
        try (var insert = connection.prepareStatement(table.insert())) {
            insert.setString(1, table.json());
            insert.executeUpdate();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
