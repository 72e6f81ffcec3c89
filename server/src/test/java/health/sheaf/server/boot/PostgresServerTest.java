package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.server.boot.TestRegion.Storage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server with a PostgreSQL behind it, as in production. */
final class PostgresServerTest {

    private static final String DATABASE = "sheaf";

    private static EmbeddedPostgres postgres;

    @TempDir private Path folder = Path.of("");

    @BeforeAll
    static void startPostgres() throws IOException {
        // The library starts a server that forgets, and the store refuses such a one.
        postgres =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void makeDatabase() throws SQLException, IOException {
        run("DROP DATABASE IF EXISTS " + DATABASE + " WITH (FORCE)");
        run("CREATE DATABASE " + DATABASE);
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/database"), "postgres\n");
    }

    private static void run(String sql) throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(String table) throws SQLException {
        try (var connection = postgres.getDatabase("postgres", DATABASE).getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private TestRegion start() {
        return new TestRegion(
                folder,
                """
                store:
                  kind: postgresql
                  url: "%s"
                  user: postgres
                  password: database
                  connections: 4
                """
                        .formatted(postgres.getJdbcUrl("postgres", DATABASE)),
                Storage.CONFIGURED);
    }

    @Test
    void aRecordIsReadAndAfterARestartThePersonIsTheSame() throws SQLException {
        String person;
        String condition;
        var first = start();
        try {
            person = first.personId();
            var record = first.get("/Patient/" + person + "/$everything");
            assertThat(record.statusCode()).as(record.body()).isEqualTo(200);
            assertThat(record.body()).contains("Asthma", "Ramipril", "ledger-line");
            condition = conditionId(first, person);
        } finally {
            first.stop();
        }
        long written = count("audit_event");
        assertThat(written).isPositive();
        assertThat(count("person")).isEqualTo(1);
        assertThat(count("link")).isEqualTo(2);

        var second = start();
        try {
            // By the id that was handed out, before anybody has searched.
            assertThat(second.get("/Patient/" + person + "/$everything").body())
                    .contains("Asthma", "Ramipril");
            assertThat(second.get("/Condition/" + condition).statusCode()).isEqualTo(200);
            assertThat(second.personId()).isEqualTo(person);
            assertThat(conditionId(second, person)).isEqualTo(condition);
        } finally {
            second.stop();
        }
        assertThat(count("audit_event")).isGreaterThan(written);
        assertThat(count("person")).isEqualTo(1);
    }

    @Test
    void itIsReadyOnlyWhileTheStoreAnswers() throws SQLException {
        var region = start();
        try {
            var person = region.personId();
            assertThat(readiness(region)).isEqualTo(200);

            run("ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS false");
            run(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                            + DATABASE
                            + "'");
            awaitReadiness(region, 503);
            var away = region.get("/Patient/" + person + "/$everything");
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.body())
                    .contains("SHF-HTTP-303")
                    .doesNotContain("postgres", "Asthma", TestRegion.NUMBER);
            assertThat(
                            region.send(region.bare("http://127.0.0.1:" + region.port() + "/livez"))
                                    .statusCode())
                    .isEqualTo(200);

            run("ALTER DATABASE " + DATABASE + " ALLOW_CONNECTIONS true");
            awaitReadiness(region, 200);
            assertThat(region.get("/Patient/" + person + "/$everything").body()).contains("Asthma");
        } finally {
            region.stop();
        }
    }

    private static int readiness(TestRegion region) {
        return region.send(region.bare("http://127.0.0.1:" + region.port() + "/readyz"))
                .statusCode();
    }

    /** Readiness is looked at once a second at most. */
    private static void awaitReadiness(TestRegion region, int status) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (readiness(region) != status) {
            assertThat(System.nanoTime()).as("still not " + status).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private static String conditionId(TestRegion region, String person) {
        return region.json(region.get("/Condition?patient=" + person))
                .get("entry")
                .valueStream()
                .map(entry -> entry.get("resource"))
                .filter(resource -> resource.get("resourceType").asString().equals("Condition"))
                .map(resource -> resource.get("id").asString())
                .findFirst()
                .orElseThrow();
    }
}
