package health.sheaf.store;

import health.sheaf.core.audit.AuditJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The audit log that several nodes write: each gathers its own events into batches, and one
 * advisory lock gives one batch at a time its indexes.
 *
 * <p>A failed batch does not stop the journal: the server's own rule is to stop when an fsync
 * failed, so a later commit that is acknowledged is on the disk. Whether a batch that lost its
 * connection while committing is there is not known; its events then stand in the second journal
 * too, under the same request.
 */
final class PostgresJournal implements AuditJournal, AuditArchive, AutoCloseable {

    private static final int MAX_BATCH = 1024;
    private static final int MAX_WAITING = 32_768;
    private static final int TAIL = 256;

    /** The lock's name among the advisory locks of the database: "sheafaud" in ASCII. */
    private static final long LOCK = 0x7368656166617564L;

    private final PostgresDatabase database;
    private final SqlAuditTable table;
    private final GroupCommit<byte[], Long> commits;

    PostgresJournal(PostgresDatabase database, SqlAuditTable table) {
        this.database = database;
        this.table = table;
        long size = size();
        read(Math.max(0, size - TAIL), TAIL);
        this.commits =
                new GroupCommit<byte[], Long>(
                                "audit-writer",
                                MAX_BATCH,
                                MAX_WAITING,
                                this::commit,
                                failure -> false)
                        .start();
    }

    @Override
    public CompletableFuture<Long> append(byte[] event) {
        return commits.submit(event.clone());
    }

    private List<Long> commit(List<byte[]> events) throws SQLException {
        return database.transaction(connection -> {
            lock(connection);
            // A statement of its own: only then does it see what the last holder committed.
            long next = table.size(connection);
            return table.insert(connection, next, events);
        });
    }

    private static void lock(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    @Override
    public long size() {
        return database.read(table::size);
    }

    @Override
    public List<AuditRecord> read(long from, int limit) {
        return database.read(connection -> table.read(connection, from, limit));
    }

    @Override
    public void close() {
        commits.close();
    }
}
