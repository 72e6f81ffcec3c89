package health.sheaf.connector.jdbc;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One question to the database, on its way. Who waits for it waits until the deadline and not
 * longer: a socket that hangs is left behind with its thread, and its connection aborted.
 */
final class Question<T> {

    private final Deadline deadline;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable Thread thread;
    private @Nullable Connection connection;
    private @Nullable Statement statement;
    private boolean abandoned;

    Question(Deadline deadline) {
        this.deadline = deadline;
    }

    Deadline deadline() {
        return deadline;
    }

    void start(Thread asking) {
        thread = asking;
        asking.start();
    }

    /**
     * The answer.
     *
     * @throws SourceFaultException where there is none, or none in time
     */
    T await() {
        try {
            return answer.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon();
            throw timedOut();
        } catch (InterruptedException e) {
            abandon();
            Thread.currentThread().interrupt();
            throw timedOut();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SourceFaultException fault) {
                throw fault;
            }
            throw SqlFaults.exception(
                    FaultCode.INTERNAL, "the connector failed: see its log for the kind of error");
        }
    }

    private static SourceFaultException timedOut() {
        return SqlFaults.exception(FaultCode.TIMED_OUT);
    }

    void complete(T value) {
        answer.complete(value);
    }

    void fail(SourceFaultException fault) {
        answer.completeExceptionally(fault);
    }

    void failWith(RuntimeException error) {
        answer.completeExceptionally(error);
    }

    synchronized boolean abandoned() {
        return abandoned;
    }

    /** Takes the connection into view; says no where nobody waits any more. */
    synchronized boolean holds(Connection taken) {
        if (!abandoned) {
            connection = taken;
        }
        return !abandoned;
    }

    /** Takes the connection out of view; says whether it was abandoned, and is being aborted. */
    synchronized boolean releases() {
        connection = null;
        statement = null;
        return abandoned;
    }

    synchronized void runs(Statement running) {
        statement = running;
    }

    /** Leaves the question behind. The database is told; whether it listens is not waited for. */
    void abandon() {
        @Nullable Connection held;
        @Nullable Statement running;
        synchronized (this) {
            if (abandoned || answer.isDone()) {
                return;
            }
            abandoned = true;
            held = connection;
            running = statement;
        }
        if (thread != null) {
            thread.interrupt();
        }
        if (held != null) {
            Thread.ofVirtual().start(() -> stop(held, running));
        }
    }

    private static void stop(Connection held, @Nullable Statement running) {
        if (running != null) {
            // Telling the database takes a connection of its own, which may hang like the first.
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            running.cancel();
                        } catch (SQLException e) {
                            // It is aborted next; there is nothing else to do about it.
                        }
                    });
        }
        try {
            held.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already.
        }
    }
}
