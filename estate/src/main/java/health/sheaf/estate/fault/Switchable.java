package health.sheaf.estate.fault;

/** A source of the region that can be switched off and on, and broken. */
public interface Switchable {

    String id();

    /** {@code fhir}, {@code postgresql}, {@code mariadb}. */
    String kind();

    /** Where it listens: a base URL, or a JDBC URL. */
    String address();

    Faults faults();

    /** Nobody listens any more; open connections break. Does nothing where it is off. */
    void stop();

    /** Listens again, at the same address. Does nothing where it is on. */
    void start();

    boolean running();
}
