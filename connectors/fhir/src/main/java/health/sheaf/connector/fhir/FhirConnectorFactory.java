package health.sheaf.connector.fhir;

import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.transport.HttpSettings;

/** Makes connectors to FHIR R4 servers. */
public final class FhirConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "fhir";
    }

    @Override
    public Connector create(SourceDefinition source, ConnectorContext context) {
        var settings = FhirSettings.read(source);
        var http = HttpSettings.read(source.settings(), context);
        source.settings().rejectUnread();
        var server = new FhirServer(source.id(), source.limits(), http, context.clock());
        var statements =
                new StatementStore(
                        new StatementReader(server, context.nanoTime()), context.nanoTime());
        return new FhirConnector(source, settings, server, statements);
    }
}
