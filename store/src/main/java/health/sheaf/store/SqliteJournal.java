package health.sheaf.store;

import com.zaxxer.hikari.HikariDataSource;
import health.sheaf.core.audit.AuditJournal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The audit log in a database of its own, so that its fsyncs wait for nothing else. */
final class SqliteJournal implements AuditJournal, AuditArchive, AutoCloseable {

    private static final int MAX_BATCH = 1024;
    private static final int MAX_WAITING = 32_768;
    private static final int TAIL = 256;

    private final SqlAuditTable table;
    private final Connection writer;
    private final HikariDataSource readers;
    private final GroupCommit<byte[], Long> commits;
    private long next;

    SqliteJournal(Path file, KeyRing keys, SecureRandom random) {
        var database = new SqliteFile(file, "db/migration/sqlite/audit");
        this.table = new SqlAuditTable(keys, random);
        this.writer = database.writer();
        this.readers = database.readers(2);
        try {
            this.next = table.size(writer);
            // A damaged tail is named now, not when somebody asks for it in a year.
            table.read(writer, Math.max(0, next - TAIL), TAIL);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the audit journal cannot be read", e);
        }
        this.commits =
                new GroupCommit<byte[], Long>(
                                "audit-writer",
                                MAX_BATCH,
                                MAX_WAITING,
                                this::commit,
                                // Whatever went wrong, what is on the disk is in doubt.
                                failure -> true)
                        .start();
    }

    @Override
    public CompletableFuture<Long> append(byte[] event) {
        return commits.submit(event.clone());
    }

    /** Runs on the writer's thread alone. */
    private List<Long> commit(List<byte[]> events) throws SQLException {
        SqliteFile.execute(writer, "BEGIN IMMEDIATE");
        var indexes = table.insert(writer, next, events);
        SqliteFile.execute(writer, "COMMIT");
        next += events.size();
        return indexes;
    }

    @Override
    public long size() {
        return read(table::size);
    }

    @Override
    public List<AuditRecord> read(long from, int limit) {
        return read(connection -> table.read(connection, from, limit));
    }

    private <T> T read(Database.Work<T> work) {
        try (var connection = readers.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new StoreUnavailableException("the audit journal cannot be read", e);
        }
    }

    @Override
    public void close() {
        commits.close();
        readers.close();
        try {
            writer.close();
        } catch (SQLException e) {
            throw new StoreUnavailableException("the audit journal does not close", e);
        }
    }
}
