package health.sheaf.connector.jdbc;

import health.sheaf.mapping.Dialect;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections at rest and at work. Whoever needs one and finds none at rest connects on its own
 * thread, so that a connection which cannot be made keeps nobody else waiting and fails with the
 * driver's own error, not with a pool's ({@code docs/decisions/0009-own-connection-pool.md}).
 *
 * <p>Every connection is read-only, by the driver and by the session. How many there are at once is
 * the caller's limit.
 */
final class Connections implements AutoCloseable {

    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final JdbcSettings settings;
    private final LongSupplier nanoTime;
    private final Deque<Pooled> resting = new ArrayDeque<>();
    private final Set<Pooled> working = new HashSet<>();
    private boolean closed;

    Connections(JdbcSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** One connection; {@code restingSince} is when it was last used. */
    static final class Pooled {
        private final Connection connection;
        private final long madeAt;
        private final boolean fresh;
        private long restingSince;

        Pooled(Connection connection, long madeAt, boolean fresh) {
            this.connection = connection;
            this.madeAt = madeAt;
            this.fresh = fresh;
            this.restingSince = madeAt;
        }

        Connection connection() {
            return connection;
        }

        /** Whether nobody used it before: its failure is the source's, not the pool's. */
        boolean fresh() {
            return fresh;
        }
    }

    /**
     * Takes one.
     *
     * @param fresh whether one at rest will not do
     * @throws SQLException as the driver says, where none can be made
     */
    Pooled take(boolean fresh) throws SQLException {
        if (!fresh) {
            var rested = rested();
            if (rested != null) {
                return rested;
            }
        }
        var made = new Pooled(connect(), nanoTime.getAsLong(), true);
        synchronized (this) {
            if (!closed) {
                working.add(made);
                return made;
            }
        }
        quietlyClose(made.connection());
        throw closedAlready();
    }

    private @Nullable Pooled rested() throws SQLException {
        List<Pooled> old = new ArrayList<>();
        @Nullable Pooled found = null;
        synchronized (this) {
            if (closed) {
                throw closedAlready();
            }
            long now = nanoTime.getAsLong();
            while (found == null && !resting.isEmpty()) {
                var latest = resting.pop();
                if (now - latest.restingSince > IDLE.toNanos()
                        || now - latest.madeAt > LIFE.toNanos()) {
                    old.add(latest);
                } else {
                    found = new Pooled(latest.connection(), latest.madeAt, false);
                    working.add(found);
                }
            }
        }
        old.forEach(pooled -> quietlyClose(pooled.connection()));
        return found;
    }

    /** Puts one to rest after it did its work and ended its transaction. */
    void giveBack(Pooled pooled) {
        synchronized (this) {
            working.remove(pooled);
            if (!closed) {
                pooled.restingSince = nanoTime.getAsLong();
                resting.push(pooled);
                return;
            }
        }
        quietlyClose(pooled.connection());
    }

    /** One that broke is not used again, and neither are those that rest: they broke with it. */
    void discard(Pooled pooled) {
        List<Pooled> gone;
        synchronized (this) {
            working.remove(pooled);
            gone = new ArrayList<>(resting);
            resting.clear();
        }
        gone.add(pooled);
        abortAll(gone);
    }

    @Override
    public void close() {
        List<Pooled> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(resting);
            all.addAll(working);
            resting.clear();
            working.clear();
        }
        abortAll(all);
    }

    private Connection connect() throws SQLException {
        var connection = settings.driver().connect(settings.url(), properties());
        if (connection == null) {
            throw new SQLException("the driver does not take this address", "08001");
        }
        try {
            connection.setReadOnly(true);
            var readOnly =
                    switch (settings.dialect()) {
                        case POSTGRESQL -> "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY";
                        case MARIADB -> "SET SESSION TRANSACTION READ ONLY";
                        case ORACLE, OTHER -> null;
                    };
            if (readOnly != null) {
                try (var statement = connection.createStatement()) {
                    statement.execute(readOnly);
                }
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            quietlyClose(connection);
            throw e;
        }
    }

    private Properties properties() {
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

    /** Ends what was read; says whether the connection is still sound. */
    static boolean endTransaction(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static SQLException closedAlready() {
        return new SQLException("the connector is closed", "08003");
    }

    /** Without a farewell, which would wait for an answer on a dead line. */
    private static void abortAll(List<Pooled> gone) {
        for (var pooled : gone) {
            try {
                pooled.connection().abort(Runnable::run);
            } catch (SQLException e) {
                quietlyClose(pooled.connection());
            }
        }
    }

    private static void quietlyClose(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone, which is what was wanted.
        }
    }
}
