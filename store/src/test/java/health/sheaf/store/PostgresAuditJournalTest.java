package health.sheaf.store;

import java.nio.file.Path;

final class PostgresAuditJournalTest extends AuditJournalContract {

    @Override
    StoreUnderTest database(Path root) {
        return new PostgresUnderTest(root);
    }
}
