package health.sheaf.core.federation;

import health.sheaf.spi.Connector;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceId;

/**
 * A living source: its definition, its connector, and the gate that keeps it from being overrun.
 *
 * @param definition as its file says
 * @param connector speaks to it
 * @param gate limits and circuit breaker, shared by all questions
 */
public record Source(SourceDefinition definition, Connector connector, SourceGate gate) {

    public SourceId id() {
        return definition.id();
    }
}
