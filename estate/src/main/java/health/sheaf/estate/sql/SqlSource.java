package health.sheaf.estate.sql;

import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.fault.Switchable;
import health.sheaf.estate.people.Source;

/** One database of the region, behind its gate. */
public final class SqlSource implements Switchable {

    private final Source source;
    private final String database;
    private final String password;
    private final Faults faults;
    private final TcpGate gate;

    SqlSource(Source source, String database, String password, Faults faults, TcpGate gate) {
        this.source = source;
        this.database = database;
        this.password = password;
        this.faults = faults;
        this.gate = gate;
    }

    @Override
    public String id() {
        return source.id();
    }

    @Override
    public String kind() {
        return "postgresql";
    }

    /** The JDBC URL through the gate. */
    @Override
    public String address() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(gate.port(), database);
    }

    public String password() {
        return password;
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void start() {
        gate.start();
    }

    @Override
    public void stop() {
        gate.stop();
    }

    @Override
    public boolean running() {
        return gate.running();
    }
}
