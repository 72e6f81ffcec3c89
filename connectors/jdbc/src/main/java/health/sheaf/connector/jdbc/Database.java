package health.sheaf.connector.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.sheaf.mapping.Dialect;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The database behind a pool, made when it is first needed: one that is down does not keep us from
 * starting. Every connection is read-only, by the driver and by the session.
 */
final class Database implements AutoCloseable {

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection, Question<T> question) throws SQLException;
    }

    private final JdbcSettings settings;
    private final ConnectorContext context;
    private final Semaphore places;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HikariDataSource pool;
    private boolean closed;

    Database(JdbcSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.context = context;
        this.places = new Semaphore(settings.poolSize(), true);
    }

    JdbcSettings settings() {
        return settings;
    }

    ConnectorContext context() {
        return context;
    }

    /** Starts asking on a virtual thread of its own; nothing here waits for the database. */
    <T> Question<T> ask(Deadline deadline, Work<T> work) {
        var question = new Question<T>(deadline);
        var thread =
                Thread.ofVirtual()
                        .name("jdbc-" + settings.sourceId())
                        .unstarted(() -> run(question, work));
        question.start(thread);
        return question;
    }

    private <T> void run(Question<T> question, Work<T> work) {
        boolean placed = false;
        try {
            placed =
                    places.tryAcquire(
                            question.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS);
            if (!placed) {
                question.fail(SqlFaults.exception(FaultCode.TIMED_OUT, "no connection was free"));
                return;
            }
            attempt(question, work, true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            question.fail(
                    SqlFaults.exception(
                            FaultCode.TIMED_OUT, SqlFaults.detail(FaultCode.TIMED_OUT)));
        } finally {
            if (placed) {
                places.release();
            }
        }
    }

    /**
     * One that died while it lay idle is replaced, once: the fault is the pool's, not the source's.
     */
    private <T> void attempt(Question<T> question, Work<T> work, boolean again) {
        try (var connection = pool().getConnection()) {
            if (!question.holds(connection)) {
                return;
            }
            try {
                question.complete(work.on(connection, question));
            } catch (SQLException e) {
                if (SqlFaults.isLost(e) && again && !question.abandoned()) {
                    pool().evictConnection(connection);
                    attempt(question, work, false);
                    return;
                }
                question.fail(SqlFaults.exception(e));
            } finally {
                question.releases(connection);
                if (question.abandoned()) {
                    pool().evictConnection(connection);
                }
            }
        } catch (SQLException e) {
            question.fail(SqlFaults.exception(e));
        } catch (RuntimeException e) {
            // The border of a thread of our own: whatever it was, somebody waits for an answer.
            question.failWith(e);
        }
    }

    private HikariDataSource pool() throws SQLException {
        lock.lock();
        try {
            if (closed) {
                throw new SQLException("the connector is closed", "08003");
            }
            if (pool == null) {
                pool = new HikariDataSource(config());
            }
            return pool;
        } finally {
            lock.unlock();
        }
    }

    private HikariConfig config() {
        var config = new HikariConfig();
        config.setPoolName("jdbc-" + settings.sourceId());
        config.setDataSource(new DriverDataSource(settings, credentials()));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setIdleTimeout(TimeUnit.MINUTES.toMillis(2));
        config.setMaxLifetime(TimeUnit.MINUTES.toMillis(15));
        config.setConnectionTimeout(Math.max(250, settings.connectTimeout().toMillis()));
        config.setValidationTimeout(Math.max(250, settings.connectTimeout().toMillis() / 2));
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(true);
        config.setAutoCommit(false);
        var readOnly =
                switch (settings.dialect()) {
                    case POSTGRESQL -> "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
                    case MARIADB -> "SET SESSION TRANSACTION READ ONLY";
                    case ORACLE, OTHER -> null;
                };
        if (readOnly != null) {
            config.setConnectionInitSql(readOnly);
        }
        return config;
    }

    private Properties credentials() {
        var properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        long millis = settings.connectTimeout().toMillis();
        if (settings.dialect() == Dialect.POSTGRESQL) {
            properties.setProperty("connectTimeout", String.valueOf(Math.max(1, millis / 1000)));
            properties.setProperty("ApplicationName", "sheaf");
        } else if (settings.dialect() == Dialect.MARIADB) {
            properties.setProperty("connectTimeout", String.valueOf(millis));
        }
        return properties;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (pool != null) {
                pool.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
