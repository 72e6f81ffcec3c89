package health.sheaf.connector.jdbc;

import health.sheaf.kit.Behaviour;
import health.sheaf.kit.FaultProxy;
import health.sheaf.kit.SharedResource;
import health.sheaf.kit.SourceUnderTest;
import health.sheaf.kit.TestSources;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.SourceDefinition;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** A database with the shared patients, behind the proxy. */
abstract class DatabaseSource implements SourceUnderTest {

    private final ConnectorContext context =
            TestSources.context(folder(), Map.of("db-password", "postgres"));

    /** What rows that go through maps cannot do. */
    static boolean has(Behaviour behaviour) {
        return switch (behaviour) {
            // A map writes what its table has columns for.
            case GIVES_RESOURCES_WHOLE, KEEPS_LAST_UPDATED -> false;
            // The wire protocols of the databases have no checksums.
            case NOTICES_CORRUPTION, ANSWERS_WITH_HEADERS -> false;
            case FETCH_BY_NHS_NUMBER,
                    FETCH_BY_LOCAL_KEY,
                    FIND_BY_NHS_NUMBER,
                    SUBJECT_OF,
                    GIVES_SUPPORTING_RESOURCES ->
                    true;
        };
    }

    /** The folder of the test's maps. */
    static Path folder() {
        URL map = Objects.requireNonNull(DatabaseSource.class.getResource("/maps"));
        try {
            return Objects.requireNonNull(Path.of(map.toURI()).getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    abstract String url(String host, int port);

    abstract String user();

    @Override
    public ConnectorFactory factory() {
        return new JdbcConnectorFactory();
    }

    /** A connection that may write, past the proxy. */
    abstract Connection direct() throws SQLException;

    @Override
    public SourceDefinition definition() {
        return definition(Map.of());
    }

    /** The definition with some settings changed. */
    SourceDefinition definition(Map<String, ?> changes) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("url", url(proxy().host(), proxy().port()));
        settings.put("user", user());
        settings.put("password", "db-password");
        settings.put("maps", KitTables.MAPS);
        settings.putAll(changes);
        return TestSources.definition("kit-database", "jdbc", settings);
    }

    @Override
    public ConnectorContext context() {
        return context;
    }

    @Override
    public abstract FaultProxy proxy();

    /** Rows come one by one: a limit is kept exactly. */
    @Override
    public int pageSize() {
        return 1;
    }

    @Override
    public String nativeId(SharedResource resource) {
        return KitTables.nativeId(resource);
    }
}
