package health.sheaf.connector.jdbc;

import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.SourceDefinition;

/** Makes connectors to databases. */
public final class JdbcConnectorFactory implements ConnectorFactory {

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public Connector create(SourceDefinition source, ConnectorContext context) {
        var settings = JdbcSettings.of(source, context);
        return new JdbcConnector(source, context, settings, new Database(settings, context));
    }
}
