package health.sheaf.kit;

import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.SourceDefinition;
import java.nio.file.Path;
import java.util.Map;

/** {@link ChartServer} behind a proxy, read by a {@link ChartConnector} with some defect. */
final class ChartSource implements SourceUnderTest {

    private final Defect defect;
    private final boolean modest;
    private final ScriptedHttpServer server = ChartServer.start();
    private final FaultProxy proxy = FaultProxy.before(server.host(), server.port());

    ChartSource(Defect defect) {
        this(defect, false);
    }

    private ChartSource(Defect defect, boolean modest) {
        this.defect = defect;
        this.modest = modest;
    }

    /** The same read by a {@link ModestConnector}. */
    static ChartSource modest() {
        return new ChartSource(Defect.NONE, true);
    }

    @Override
    public ConnectorFactory factory() {
        return new Factory(defect, modest);
    }

    @Override
    public SourceDefinition definition() {
        var address = "http://" + proxy.host() + ":" + proxy.port();
        return TestSources.definition("kit-chart", "chart", Map.of("address", address));
    }

    @Override
    public ConnectorContext context() {
        return TestSources.context(Path.of("."), Map.of());
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public int pageSize() {
        return ChartServer.PAGE;
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }

    private record Factory(Defect defect, boolean modest) implements ConnectorFactory {

        @Override
        public String name() {
            return "chart";
        }

        @Override
        public Connector create(SourceDefinition source, ConnectorContext context) {
            var connector = new ChartConnector(defect, source, context);
            return modest ? new ModestConnector(connector) : connector;
        }
    }
}
