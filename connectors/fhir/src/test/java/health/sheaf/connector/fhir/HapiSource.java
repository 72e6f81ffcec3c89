package health.sheaf.connector.fhir;

import health.sheaf.kit.FaultProxy;
import health.sheaf.kit.SourceUnderTest;
import health.sheaf.kit.TestSources;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.SourceDefinition;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A HAPI server behind a fault proxy, as the contract wants it. */
final class HapiSource implements SourceUnderTest {

    private final int pageSize;
    private final HapiServer server;
    private final FaultProxy proxy;
    private final Map<String, Object> settings;

    HapiSource(int pageSize, boolean everything, Map<String, Object> more) {
        this.pageSize = pageSize;
        this.server = new HapiServer(pageSize, everything);
        this.proxy = FaultProxy.before("127.0.0.1", server.port());
        this.settings = new LinkedHashMap<>(more);
        settings.put("base-url", "http://127.0.0.1:" + proxy.port() + "/fhir");
    }

    @Override
    public ConnectorFactory factory() {
        return new FhirConnectorFactory();
    }

    @Override
    public SourceDefinition definition() {
        return TestSources.definition("kit-hapi", "fhir", settings);
    }

    @Override
    public ConnectorContext context() {
        return TestSources.context(Path.of("target"), Map.of());
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
