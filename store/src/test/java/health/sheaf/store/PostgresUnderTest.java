package health.sheaf.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database of its own in one PostgreSQL server that all tests of a JVM share. */
final class PostgresUnderTest implements StoreUnderTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path root;
    private final KeyRing keys;
    private final String name = "store_" + DATABASES.incrementAndGet();

    PostgresUnderTest(Path root) {
        this.root = root;
        this.keys = TestKeys.in(root.resolve("keys"));
        run(Server.RUNNING.getPostgresDatabase(), "CREATE DATABASE " + name);
    }

    /** Started once, when first needed; ends with the JVM. */
    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        // It runs until the JVM ends, and then closes itself.
        @SuppressWarnings("resource")
        private static EmbeddedPostgres start() {
            try {
                // The library starts a server that forgets; we need one that remembers.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    PostgresStore.Settings settings() {
        return new PostgresStore.Settings(
                Server.RUNNING.getJdbcUrl("postgres", name), "postgres", "postgres", 8);
    }

    @Override
    public Store open() {
        return open(keys);
    }

    @Override
    public Store open(KeyRing ring) {
        return PostgresStore.open(
                settings(), PostgresStore.Durability.DEMANDED, ring, TestKeys.RANDOM);
    }

    @Override
    public KeyRing keys() {
        return keys;
    }

    @Override
    public void execute(String... statements) {
        run(Server.RUNNING.getDatabase("postgres", name), statements);
    }

    private static void run(DataSource database, String... statements) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new TamperingFailed(e);
        }
    }

    @Override
    public void disarm() {
        execute("ALTER TABLE audit_event DISABLE TRIGGER ALL");
    }

    @Override
    public List<byte[]> disk() {
        execute("CHECKPOINT");
        var data = dataFolder();
        try (var files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file ->
                            file.startsWith(data.resolve("base"))
                                    || file.startsWith(data.resolve("pg_wal")))
                    .map(SqliteUnderTest::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path dataFolder() {
        try (var connection = Server.RUNNING.getPostgresDatabase().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SHOW data_directory")) {
            row.next();
            return Path.of(row.getString(1));
        } catch (SQLException e) {
            throw new TamperingFailed(e);
        }
    }

    @Override
    public List<String> childArguments() {
        return List.of(
                "postgres",
                settings().url(),
                root.resolve("keys").resolve("kek").toString(),
                root.resolve("keys").resolve("ring").toString());
    }

    @Override
    public void close() {
        run(Server.RUNNING.getPostgresDatabase(), "DROP DATABASE " + name + " WITH (FORCE)");
    }
}
