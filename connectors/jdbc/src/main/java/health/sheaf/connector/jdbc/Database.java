package health.sheaf.connector.jdbc;

import health.sheaf.connector.jdbc.Connections.Pooled;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database. Nothing is connected before it is first needed: one that is down does not keep us
 * from starting. So many questions are asked at once as there may be connections; others wait.
 */
final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection, Question<T> question) throws SQLException;
    }

    private final JdbcSettings settings;
    private final Connections connections;
    private final Semaphore places;

    Database(JdbcSettings settings, ConnectorContext context) {
        this.settings = settings;
        this.connections = new Connections(settings, context.nanoTime());
        this.places = new Semaphore(settings.poolSize(), true);
    }

    JdbcSettings settings() {
        return settings;
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
            } else if (!attempt(question, work, false)) {
                attempt(question, work, true);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            question.fail(SqlFaults.exception(FaultCode.TIMED_OUT));
        } catch (SourceFaultException e) {
            question.fail(e);
        } catch (RuntimeException e) {
            // The border of a thread of our own: whatever it was, somebody waits for an answer.
            LOG.error("{}: a question failed: {}", settings.sourceId(), e.getClass().getName());
            question.failWith(e);
        } finally {
            if (placed) {
                places.release();
            }
        }
    }

    /**
     * Asks on one connection.
     *
     * @return false where the connection had died while it rested, so that another may serve
     */
    private <T> boolean attempt(Question<T> question, Work<T> work, boolean fresh) {
        Pooled pooled;
        try {
            pooled = connections.take(fresh);
        } catch (SQLException e) {
            question.fail(SqlFaults.connecting(e));
            return true;
        }
        boolean sound = false;
        try {
            if (question.holds(pooled.connection())) {
                var answer = work.on(pooled.connection(), question);
                // Before the answer is handed on: who has it may count on the database being left
                // alone.
                sound = Connections.endTransaction(pooled.connection());
                question.complete(answer);
            }
        } catch (SQLException e) {
            if (!SqlFaults.isLost(e)) {
                sound = Connections.endTransaction(pooled.connection());
            } else if (!pooled.fresh() && !question.abandoned()) {
                return false;
            }
            question.fail(SqlFaults.exception(e));
        } finally {
            boolean abandoned = question.releases();
            if (sound && !abandoned) {
                connections.giveBack(pooled);
            } else {
                connections.discard(pooled);
            }
        }
        return true;
    }

    @Override
    public void close() {
        connections.close();
    }
}
