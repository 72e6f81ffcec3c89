package health.sheaf.core.federation;

import health.sheaf.spi.Connector;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.MaintenanceWindow;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Position;
import health.sheaf.spi.Section;
import health.sheaf.spi.Settings;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Faults and sources for tests. */
public final class Faults {

    public static final SourceFault TIMED_OUT =
            new SourceFault(FaultCode.TIMED_OUT, "no answer in time");
    public static final SourceFault DOWN =
            new SourceFault(FaultCode.CONNECT_FAILED, "nobody listens");

    private Faults() {}

    public static SourceFault fault(FaultCode code) {
        return new SourceFault(code, "in a test");
    }

    public static Source source(SourceId id, Connector connector, Section... holds) {
        return source(id, connector, SourceLimits.DEFAULT, List.of(), holds);
    }

    public static Source source(
            SourceId id,
            Connector connector,
            SourceLimits limits,
            List<MaintenanceWindow> maintenance,
            Section... holds) {
        var definition =
                new SourceDefinition(
                        id,
                        "The " + id.value(),
                        new OdsCode("RR8"),
                        "fake",
                        "north",
                        Set.of(holds),
                        limits,
                        maintenance,
                        10,
                        new Settings(
                                new Settings.Value.Mapping(Map.of(), new Position("test", 1, 1))));
        return new Source(
                definition, connector, new SourceGate(limits, System::nanoTime, new Random(1)));
    }
}
