package health.sheaf.connector.fhir;

import health.sheaf.kit.ConnectorContractTest;
import health.sheaf.kit.SourceUnderTest;
import java.util.Map;

/** The contract against a HAPI server that is searched type by type, in short pages. */
final class SearchContractTest extends ConnectorContractTest {

    @Override
    protected SourceUnderTest start() {
        return new HapiSource(2, false, Map.of("search-method", "get"));
    }
}
