package health.sheaf.spi;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What the platform lends a connector.
 *
 * @param clock for times that are shown
 * @param nanoTime for durations, monotonic
 * @param secrets passwords and keys by reference
 * @param definitions the folder that relative paths in definitions (maps, code tables) start from
 * @param drivers the folder JDBC drivers are loaded from, beside the class path
 */
public record ConnectorContext(
        Clock clock, LongSupplier nanoTime, SecretStore secrets, Path definitions, Path drivers) {}
