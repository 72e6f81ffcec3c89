package health.sheaf.connector.jdbc;

/** The contract on MariaDB. */
final class MariaDbConnectorContractTest extends DatabaseContractTest {

    @Override
    DatabaseSource open() {
        return MariaDbSource.start();
    }
}
