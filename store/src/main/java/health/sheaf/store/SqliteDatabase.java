package health.sheaf.store;

import com.zaxxer.hikari.HikariDataSource;
import health.sheaf.spi.SheafException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.sqlite.SQLiteErrorCode;

/** SQLite with one writer, which commits what waits together, and readers beside it. */
final class SqliteDatabase implements Database, AutoCloseable {

    private static final int MAX_BATCH = 256;
    private static final int MAX_WAITING = 10_000;
    private static final int READERS = 4;

    private final Connection writer;
    private final HikariDataSource readers;
    private final GroupCommit<Work<?>, Done> commits;

    /** What became of one piece of work in a batch that was committed. */
    private sealed interface Done {

        record Result(Object value) implements Done {}

        record Failure(Exception cause) implements Done {}
    }

    SqliteDatabase(Path file, String migrations) {
        var database = new SqliteFile(file, migrations);
        this.writer = database.writer();
        this.readers = database.readers(READERS);
        this.commits =
                new GroupCommit<Work<?>, Done>(
                                "links-writer",
                                MAX_BATCH,
                                MAX_WAITING,
                                this::commit,
                                SqliteDatabase::leavesDoubt)
                        .start();
    }

    @Override
    public <T> T read(Work<T> work) {
        try (var connection = readers.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the store cannot be read", e);
        }
    }

    @Override
    // The committer puts the result of a work, a T, into the answer to that work.
    @SuppressWarnings("unchecked")
    public <T> T write(Work<T> work) {
        Done done;
        try {
            done = commits.submit(work).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreUnavailableException unavailable
                    ? unavailable
                    : new StoreUnavailableException("the store cannot write", e);
        }
        return switch (done) {
            case Done.Result result -> (T) result.value();
            case Done.Failure(SheafException e) -> throw e;
            case Done.Failure(Exception e) ->
                    throw new StoreUnavailableException("the store refused to write", e);
        };
    }

    /** One transaction; work that fails is undone alone. Runs on the writer's thread. */
    private List<Done> commit(List<Work<?>> batch) throws SQLException {
        SqliteFile.execute(writer, "BEGIN IMMEDIATE");
        try {
            var results = new ArrayList<Done>(batch.size());
            for (var work : batch) {
                results.add(run(work));
            }
            SqliteFile.execute(writer, "COMMIT");
            return results;
        } catch (SQLException e) {
            undo(e);
            throw e;
        }
    }

    private Done run(Work<?> work) throws SQLException {
        SqliteFile.execute(writer, "SAVEPOINT work");
        try {
            var result = work.on(writer);
            SqliteFile.execute(writer, "RELEASE work");
            return new Done.Result(result);
        } catch (SQLException | RuntimeException e) {
            // The border of somebody's work: its failure must not become that of its neighbours.
            undoOne(e);
            return new Done.Failure(e);
        }
    }

    private void undoOne(Exception failure) throws SQLException {
        try {
            SqliteFile.execute(writer, "ROLLBACK TO work");
            SqliteFile.execute(writer, "RELEASE work");
        } catch (SQLException e) {
            // The whole transaction is gone, as after a full disk; then the batch fails, for the
            // reason that ended it.
            if (failure instanceof SQLException first) {
                first.addSuppressed(e);
                throw first;
            }
            throw e;
        }
    }

    private void undo(SQLException failure) {
        try {
            SqliteFile.execute(writer, "ROLLBACK");
        } catch (SQLException e) {
            // There is none to roll back where SQLite has done so itself.
            failure.addSuppressed(e);
        }
    }

    /** A full disk is told before anything is written; any other failure may be half a write. */
    private static boolean leavesDoubt(Exception failure) {
        return !(failure instanceof SQLException sql
                && sql.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code);
    }

    @Override
    public void close() {
        commits.close();
        readers.close();
        try {
            writer.close();
        } catch (SQLException e) {
            throw new StoreUnavailableException("the store does not close", e);
        }
    }
}
