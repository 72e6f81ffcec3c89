package health.sheaf.transport;

/**
 * A header that authenticates us.
 *
 * @param name of the header
 * @param value holds a secret
 */
record HeaderLine(String name, String value) {

    @Override
    public String toString() {
        return name + ": ***";
    }
}
