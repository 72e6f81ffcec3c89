package health.sheaf.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that might lose what it acknowledged does not open. */
final class SafeStartTest {

    @TempDir Path root;

    @Test
    void sqliteIsRefusedWhereASettingIsNotAsDemanded() throws Exception {
        for (var weak :
                List.of(
                        "PRAGMA synchronous = NORMAL",
                        "PRAGMA synchronous = OFF",
                        "PRAGMA journal_mode = MEMORY",
                        "PRAGMA foreign_keys = OFF",
                        "PRAGMA busy_timeout = 0")) {
            try (var connection =
                            DriverManager.getConnection("jdbc:sqlite:" + root.resolve("x.db"));
                    var statement = connection.createStatement()) {
                for (var strong :
                        List.of(
                                "PRAGMA journal_mode = WAL",
                                "PRAGMA synchronous = FULL",
                                "PRAGMA foreign_keys = ON",
                                "PRAGMA busy_timeout = 5000")) {
                    statement.execute(strong);
                }
                SqliteFile.demandDurability(connection, "x.db");

                statement.execute(weak);

                assertThatThrownBy(() -> SqliteFile.demandDurability(connection, "x.db"))
                        .as(weak)
                        .isInstanceOf(StoreRefusedException.class)
                        .hasMessageContaining(weak.split(" ")[1]);
            }
        }
    }

    @Test
    void aPostgresqlThatForgetsIsRefusedUnlessATestSaysSo() throws Exception {
        var keys = TestKeys.in(root);
        // As the library starts it by default: fsync, synchronous_commit, full_page_writes off.
        try (var server = EmbeddedPostgres.builder().start()) {
            var settings =
                    new PostgresStore.Settings(
                            server.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", 4);

            assertThatThrownBy(() ->
                            PostgresStore.open(
                                    settings,
                                    PostgresStore.Durability.DEMANDED,
                                    keys,
                                    TestKeys.RANDOM))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("would lose acknowledged audit events");
            try (var store =
                    PostgresStore.open(
                            settings,
                            PostgresStore.Durability.NOT_FOR_REAL_DATA,
                            keys,
                            TestKeys.RANDOM)) {
                assertThat(store.archive().size()).isZero();
            }
        }
    }

    @Test
    void eachOfTheThreeSettingsOfPostgresqlIsLookedAt() throws Exception {
        var strong = Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");
        var refused = new ArrayList<String>();
        for (var weak : strong.keySet()) {
            var builder = EmbeddedPostgres.builder();
            strong.forEach((name, value) ->
                    builder.setServerConfig(name, name.equals(weak) ? "off" : value));
            try (var server = builder.start();
                    var connection = server.getPostgresDatabase().getConnection()) {
                assertThatThrownBy(() -> PostgresStore.demandDurability(connection))
                        .isInstanceOf(StoreRefusedException.class)
                        .hasMessageContaining(weak + " = off");
                refused.add(weak);
            }
        }
        assertThat(refused).hasSize(3);
    }

    @Test
    void anUnreachablePostgresqlIsSaidToBeSoWithoutItsPassword() {
        var settings =
                new PostgresStore.Settings(
                        "jdbc:postgresql://127.0.0.1:1/none", "someone", "canary-password", 2);

        assertThatThrownBy(() ->
                        PostgresStore.open(
                                settings,
                                PostgresStore.Durability.DEMANDED,
                                TestKeys.in(root),
                                TestKeys.RANDOM))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageNotContaining("canary");
        assertThat(settings.toString()).doesNotContain("canary", "127.0.0.1");
    }

    @Test
    void twoProcessesCannotShareAnEmbeddedStore() {
        var keys = TestKeys.in(root.resolve("keys"));
        var data = root.resolve("data");
        try (var store = SqliteStore.open(data, keys, TestKeys.RANDOM)) {
            assertThatThrownBy(() -> SqliteStore.open(data, keys, TestKeys.RANDOM))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("another process");
            assertThat(store.archive().size()).isZero();
        }
        // And one that could not be opened leaves no lock behind.
        SqliteStore.open(data, keys, TestKeys.RANDOM).close();
    }

    @Test
    void theFolderIsForItsOwnerAlone() throws Exception {
        var data = root.resolve("data");
        SqliteStore.open(data, TestKeys.in(root.resolve("keys")), TestKeys.RANDOM).close();

        assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        var data = root.resolve("data");
        Files.createDirectories(data);
        Files.writeString(
                data.resolve("audit.db"), "this is no database, and long enough to see it");

        assertThatThrownBy(() ->
                        SqliteStore.open(data, TestKeys.in(root.resolve("keys")), TestKeys.RANDOM))
                .isInstanceOfAny(StoreRefusedException.class, StoreUnavailableException.class);
    }
}
