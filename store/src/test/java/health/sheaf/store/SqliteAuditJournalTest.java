package health.sheaf.store;

import java.nio.file.Path;

final class SqliteAuditJournalTest extends AuditJournalContract {

    @Override
    StoreUnderTest database(Path root) {
        return new SqliteUnderTest(root);
    }
}
