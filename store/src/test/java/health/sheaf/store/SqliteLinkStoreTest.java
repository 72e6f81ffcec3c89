package health.sheaf.store;

import java.nio.file.Path;

final class SqliteLinkStoreTest extends LinkStoreContract {

    @Override
    StoreUnderTest database(Path root) {
        return new SqliteUnderTest(root);
    }
}
