package health.sheaf.connector.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.Outcome;
import health.sheaf.spi.Section;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract on PostgreSQL. */
final class PostgresConnectorContractTest extends DatabaseContractTest {

    @Override
    DatabaseSource open() {
        return PostgresSource.start();
    }

    @Test
    void aMapThatWritesIsStoppedByTheSession() throws SQLException {
        update("CREATE SEQUENCE TICKS");
        try (var connector = connector(Map.of("maps", withResults("maps/writes.map.yaml")))) {
            var result = fetch(connector, localKey(), List.of());

            assertThat(result.outcomes().get(Section.RESULTS)).isInstanceOf(Outcome.Failed.class);
        }
        try (var connection = database().direct();
                var statement = connection.createStatement();
                var ticks = statement.executeQuery("SELECT is_called FROM TICKS")) {
            assertThat(ticks.next()).isTrue();
            assertThat(ticks.getBoolean(1)).as("nothing was written").isFalse();
        } finally {
            update("DROP SEQUENCE TICKS");
        }
    }
}
