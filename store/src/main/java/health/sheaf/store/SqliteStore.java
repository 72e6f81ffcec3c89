package health.sheaf.store;

import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.identity.LinkStore;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The embedded store: two SQLite databases in one folder, {@code links.db} and {@code audit.db}.
 * One process at a time has it open.
 */
public final class SqliteStore implements Store {

    private final FolderLock lock;
    private final SqliteDatabase database;
    private final LinkStore links;
    private final SqliteJournal journal;

    private SqliteStore(
            FolderLock lock, SqliteDatabase database, LinkStore links, SqliteJournal journal) {
        this.lock = lock;
        this.database = database;
        this.links = links;
        this.journal = journal;
    }

    /**
     * Opens the store, making it where there is none.
     *
     * @param folder readable by its owner alone
     * @throws StoreRefusedException where another process has it, or it would not be durable
     * @throws StoreDamagedException where the end of the audit journal is not as it was written
     */
    public static SqliteStore open(Path folder, KeyRing keys, SecureRandom random) {
        var lock = FolderLock.of(PrivateFiles.folder(folder));
        try {
            var journal = new SqliteJournal(folder.resolve("audit.db"), keys, random);
            var database =
                    new SqliteDatabase(folder.resolve("links.db"), "db/migration/sqlite/links");
            return new SqliteStore(
                    lock, database, new SqlLinkStore(database, keys, random), journal);
        } catch (RuntimeException e) {
            // The border of opening: whatever was wrong, the folder must not stay locked.
            lock.close();
            throw e;
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

    @Override
    public boolean answers() {
        return Database.answers(database, "SELECT 1");
    }

    @Override
    public void close() {
        journal.close();
        database.close();
        lock.close();
    }
}
