package health.sheaf.spi;

/** Makes connectors of one protocol; found by {@link java.util.ServiceLoader}. */
public interface ConnectorFactory {

    /** The protocol as definition files name it: {@code fhir}, {@code jdbc}. */
    String name();

    /**
     * Reads the connector's own settings and makes the connector. Does not speak to the source.
     *
     * @throws DefinitionException where the definition is wrong: with file, line, column and what
     *     to write instead
     */
    Connector create(SourceDefinition source, ConnectorContext context);
}
