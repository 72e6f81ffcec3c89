package health.sheaf.connector.jdbc;

import org.junit.jupiter.api.Tag;

/** The contract on MariaDB. */
// Deep until the server from the registry starts on every build machine.
@Tag("deep")
final class MariaDbConnectorContractTest extends DatabaseContractTest {

    @Override
    DatabaseSource open() {
        return MariaDbSource.start();
    }
}
