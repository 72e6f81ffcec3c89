package health.sheaf.store;

import java.nio.file.Path;

final class PostgresLinkStoreTest extends LinkStoreContract {

    @Override
    StoreUnderTest database(Path root) {
        return new PostgresUnderTest(root);
    }
}
