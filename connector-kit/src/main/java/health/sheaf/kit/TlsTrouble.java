package health.sheaf.kit;

/** What is wrong with a {@link TlsServer}. */
public enum TlsTrouble {
    /** Nothing: a certificate of the test authority for {@code localhost} and {@code 127.0.0.1}. */
    NONE("server"),
    /** Signed by itself; the test authority does not know it. */
    SELF_SIGNED("self-signed"),
    /** Of the test authority, for the right host, but its time is over. */
    EXPIRED("expired"),
    /** Of the test authority, in time, but for {@code elsewhere.invalid}. */
    WRONG_HOST("wrong-host"),
    /** Connections are accepted, and the handshake is never answered. */
    HANDSHAKE_HANGS("server");

    private final String alias;

    TlsTrouble(String alias) {
        this.alias = alias;
    }

    String alias() {
        return alias;
    }
}
