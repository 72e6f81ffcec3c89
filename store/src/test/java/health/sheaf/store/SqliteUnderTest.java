package health.sheaf.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

final class SqliteUnderTest implements StoreUnderTest {

    private final Path folder;
    private final KeyRing keys;

    SqliteUnderTest(Path root) {
        this.folder = root.resolve("data");
        this.keys = TestKeys.in(root.resolve("keys"));
    }

    @Override
    public Store open() {
        return open(keys);
    }

    @Override
    public Store open(KeyRing ring) {
        return SqliteStore.open(folder, ring, TestKeys.RANDOM);
    }

    @Override
    public KeyRing keys() {
        return keys;
    }

    @Override
    public void execute(String... statements) {
        for (var sql : statements) {
            var file = sql.contains("audit_event") ? "audit.db" : "links.db";
            try (var connection =
                            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
                    var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new TamperingFailed(e);
            }
        }
    }

    @Override
    public void disarm() {
        execute(
                "DROP TRIGGER audit_event_is_dense",
                "DROP TRIGGER audit_event_stays_as_it_is",
                "DROP TRIGGER audit_event_stays");
    }

    @Override
    public List<byte[]> disk() {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(SqliteUnderTest::bytes).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> childArguments() {
        return List.of(
                "sqlite",
                folder.toString(),
                folder.resolveSibling("keys").resolve("kek").toString(),
                folder.resolveSibling("keys").resolve("ring").toString());
    }

    @Override
    public void close() {
        // The folder is the test's own and goes with it.
    }
}
