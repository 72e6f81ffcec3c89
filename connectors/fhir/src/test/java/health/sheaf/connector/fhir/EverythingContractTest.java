package health.sheaf.connector.fhir;

import health.sheaf.kit.ConnectorContractTest;
import health.sheaf.kit.SourceUnderTest;
import java.util.Map;

/** The contract against a HAPI server with {@code $everything} and long pages. */
final class EverythingContractTest extends ConnectorContractTest {

    @Override
    protected SourceUnderTest start() {
        return new HapiSource(500, true, Map.of());
    }
}
