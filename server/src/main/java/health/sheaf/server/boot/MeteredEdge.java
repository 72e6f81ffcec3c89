package health.sheaf.server.boot;

import health.sheaf.server.fhir.EdgeEvents;
import health.sheaf.spi.SourceId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts answers and verdicts. Every label comes from a closed list. */
final class MeteredEdge implements EdgeEvents {

    private final MeterRegistry registry;

    MeteredEdge(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(String interaction, int status, Duration took) {
        registry.timer(
                        "sheaf.answers",
                        "interaction",
                        interaction,
                        "status",
                        Integer.toString(status))
                .record(took);
    }

    @Override
    public void verdict(SourceId source, String verdict, @Nullable String fault, Duration took) {
        registry.timer(
                        "sheaf.source.verdicts",
                        "source",
                        source.value(),
                        "verdict",
                        verdict,
                        "fault",
                        fault == null ? "none" : fault)
                .record(took);
    }
}
