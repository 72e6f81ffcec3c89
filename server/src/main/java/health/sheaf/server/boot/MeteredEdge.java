package health.sheaf.server.boot;

import health.sheaf.server.fhir.EdgeEvents;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

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
    public void limited(Limit limit) {
        var which =
                switch (limit) {
                    case RATE -> "rate";
                    case AT_ONCE -> "at-once";
                };
        registry.counter("sheaf.requests.limited", "limit", which).increment();
    }

    @Override
    public void verdict(Asked asked) {
        var fault = asked.fault();
        registry.timer(
                        "sheaf.source.verdicts",
                        "source",
                        asked.source().value(),
                        "verdict",
                        asked.verdict().code(),
                        "fault",
                        fault == null ? "none" : fault.code())
                .record(asked.took());
    }
}
