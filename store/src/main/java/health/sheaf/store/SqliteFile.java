package health.sheaf.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * One SQLite database: write-ahead log, an fsync for every commit, migrated to this version's
 * tables.
 */
final class SqliteFile {

    private static final int BUSY_MILLIS = 5_000;
    private static final Map<String, String> DEMANDED = new LinkedHashMap<>();

    static {
        DEMANDED.put("journal_mode", "wal");
        DEMANDED.put("synchronous", "2"); // FULL
        DEMANDED.put("foreign_keys", "1");
        DEMANDED.put("busy_timeout", Integer.toString(BUSY_MILLIS));
    }

    private final SQLiteDataSource source;
    private final String name;

    /**
     * Opens or makes a database.
     *
     * @param migrations where its tables are described, on the class path
     */
    SqliteFile(Path file, String migrations) {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        this.source = new SQLiteDataSource(config);
        this.source.setUrl("jdbc:sqlite:" + file);
        this.name = String.valueOf(file.getFileName());
        migrate(migrations);
    }

    private void migrate(String migrations) {
        try {
            Flyway.configure(SqliteFile.class.getClassLoader())
                    .loggers("slf4j")
                    .dataSource(source)
                    .locations("classpath:" + migrations)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreRefusedException(name + " cannot be migrated", e);
        }
    }

    /**
     * A connection on which transactions are begun and ended with {@link #execute}. The driver's
     * own way, autocommit off, begins the next transaction at each commit and so keeps everybody
     * else from writing for ever.
     */
    Connection writer() {
        try {
            var connection = source.getConnection();
            demandDurability(connection, name);
            return connection;
        } catch (SQLException e) {
            throw new StoreUnavailableException(name + " cannot be opened", e);
        }
    }

    /** Runs a statement without a result, such as {@code BEGIN IMMEDIATE}. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Connections that only read, and never wait for the writer. */
    HikariDataSource readers(int most) {
        var config = new HikariConfig();
        config.setPoolName(name + "-readers");
        config.setDataSource(source);
        config.setMaximumPoolSize(most);
        config.setConnectionInitSql("PRAGMA query_only = ON");
        config.setConnectionTimeout(BUSY_MILLIS);
        return new HikariDataSource(config);
    }

    /**
     * Refuses a connection whose commits might not survive a loss of power.
     *
     * @throws StoreRefusedException naming the setting
     */
    static void demandDurability(Connection connection, String name) throws SQLException {
        for (var demand : DEMANDED.entrySet()) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery("PRAGMA " + demand.getKey())) {
                var found = row.next() ? row.getString(1) : "nothing";
                if (!demand.getValue().equals(found)) {
                    throw new StoreRefusedException(
                            name
                                    + ": "
                                    + demand.getKey()
                                    + " is "
                                    + found
                                    + ", "
                                    + demand.getValue()
                                    + " is needed");
                }
            }
        }
    }
}
