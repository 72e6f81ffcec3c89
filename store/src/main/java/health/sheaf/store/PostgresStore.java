package health.sheaf.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.identity.LinkStore;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The store of production: one PostgreSQL, shared by all nodes. */
public final class PostgresStore implements Store {

    private final HikariDataSource pool;
    private final LinkStore links;
    private final PostgresJournal journal;

    private PostgresStore(HikariDataSource pool, LinkStore links, PostgresJournal journal) {
        this.pool = pool;
        this.links = links;
        this.journal = journal;
    }

    /** Whether to work with a server that may lose what it acknowledged. */
    public enum Durability {
        /** Refuse such a server. */
        DEMANDED,
        /** Take it as it is: for tests that prove nothing about durability. */
        NOT_FOR_REAL_DATA
    }

    /**
     * Where the database is.
     *
     * @param url a JDBC URL with {@code sslmode=verify-full} unless it is on the same machine
     * @param user may create tables in the schema
     * @param password of the user
     * @param connections kept at most
     */
    public record Settings(String url, String user, String password, int connections) {

        /** Without the password, and without the URL, which may hold one. */
        @Override
        public String toString() {
            return "Settings[***]";
        }
    }

    /**
     * Opens the store and brings its tables to this version.
     *
     * @throws StoreRefusedException where the server does not keep what it acknowledges, or its
     *     tables are of a newer version
     * @throws StoreUnavailableException where it cannot be reached
     * @throws StoreDamagedException where the end of the audit journal is not as it was written
     */
    public static PostgresStore open(
            Settings settings, Durability durability, KeyRing keys, SecureRandom random) {
        var pool = pool(settings);
        try {
            if (durability == Durability.DEMANDED) {
                demandDurability(pool);
            }
            migrate(pool);
            var database = new PostgresDatabase(pool);
            var table = new SqlAuditTable(keys, random);
            return new PostgresStore(
                    pool,
                    new SqlLinkStore(database, keys, random),
                    new PostgresJournal(database, table));
        } catch (RuntimeException e) {
            // The border of opening: whatever was wrong, no connection may stay behind.
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource pool(Settings settings) {
        var config = new HikariConfig();
        config.setPoolName("store");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(5_000);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        // A server that does not answer must not hold a request, and the audit writer, for ever.
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // An error of the server may quote the row it is about.
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource pool) {
        try {
            Flyway.configure(PostgresStore.class.getClassLoader())
                    .loggers("slf4j")
                    .dataSource(pool)
                    .locations("classpath:db/migration/postgresql")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreRefusedException("the database cannot be migrated", e);
        }
    }

    private static void demandDurability(HikariDataSource pool) {
        try (var connection = pool.getConnection()) {
            demandDurability(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the database cannot be reached", e);
        }
    }

    /**
     * Refuses a server that may lose, at a loss of power, what it acknowledged.
     *
     * @throws StoreRefusedException naming the setting
     */
    static void demandDurability(Connection connection) throws SQLException {
        for (var setting :
                Map.of(
                                "fsync", "on",
                                "full_page_writes", "on",
                                "synchronous_commit", "on|local|remote_write|remote_apply")
                        .entrySet()) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("SHOW " + setting.getKey())) {
                var found = row.next() ? row.getString(1) : "nothing";
                if (!found.matches(setting.getValue())) {
                    throw new StoreRefusedException(
                            "PostgreSQL has "
                                    + setting.getKey()
                                    + " = "
                                    + found
                                    + " and would lose acknowledged audit events; switch it on");
                }
            }
        }
    }

    @Override
    public LinkStore links() {
        return links;
    }

    @Override
    public AuditJournal journal() {
        return journal;
    }

    @Override
    public AuditArchive archive() {
        return journal;
    }

    /** A standby that only reads does not answer: nothing could be written down in it. */
    @Override
    public boolean answers() {
        return Database.answers(
                new PostgresDatabase(pool),
                "SELECT 1 WHERE current_setting('transaction_read_only') = 'off'");
    }

    @Override
    public void close() {
        journal.close();
        pool.close();
    }
}
