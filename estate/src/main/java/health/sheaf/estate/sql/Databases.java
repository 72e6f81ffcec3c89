package health.sheaf.estate.sql;

import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/** The administration's and the laboratory's databases: started, filled, each behind a gate. */
public final class Databases implements AutoCloseable {

    private static final String PAS = "pas";
    private static final String LIMS = "lims";
    private static final int PASSWORD_BYTES = 18;

    private final PostgresCluster cluster;
    private final List<TcpGate> gates;
    private final SqlSource pas;
    private final SqlSource lims;

    private Databases(PostgresCluster cluster, List<TcpGate> gates, SqlSource pas, SqlSource lims) {
        this.cluster = cluster;
        this.gates = List.copyOf(gates);
        this.pas = pas;
        this.lims = lims;
    }

    /**
     * Starts both.
     *
     * @param binaries where PostgreSQL is unpacked, once
     * @param data its data folder
     * @param random for the passwords
     */
    public static Databases start(
            Population population,
            boolean tainted,
            Path binaries,
            Path data,
            RandomGenerator random) {
        // The rows are written down while PostgreSQL starts.
        var starting = CompletableFuture.supplyAsync(() -> PostgresCluster.start(binaries, data));
        var pasTables = PasTables.of(population, tainted);
        var limsTables = LimsTables.of(population, tainted);
        var cluster = starting.join();
        var pasPassword = password(random);
        var limsPassword = password(random);
        cluster.create(PAS, pasPassword, PasTables.SCHEMA, pasTables, PasTables.INDEXES);
        cluster.create(LIMS, limsPassword, LimsTables.SCHEMA, limsTables, LimsTables.INDEXES);
        cluster.requirePasswords(data);
        var pasFaults = new Faults(Duration.ofMillis(8));
        var limsFaults = new Faults(Duration.ofMillis(15));
        var pasGate = new TcpGate(Source.INFIRMARY_PAS.id(), 0, cluster.port(), pasFaults);
        var limsGate = new TcpGate(Source.PATHOLOGY_LIMS.id(), 0, cluster.port(), limsFaults);
        pasGate.start();
        limsGate.start();
        return new Databases(
                cluster,
                List.of(pasGate, limsGate),
                new SqlSource(Source.INFIRMARY_PAS, PAS, pasPassword, pasFaults, pasGate),
                new SqlSource(Source.PATHOLOGY_LIMS, LIMS, limsPassword, limsFaults, limsGate));
    }

    public SqlSource pas() {
        return pas;
    }

    public SqlSource lims() {
        return lims;
    }

    @Override
    public void close() {
        gates.forEach(TcpGate::close);
        cluster.close();
    }

    private static String password(RandomGenerator random) {
        var bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
