package health.sheaf.server.boot;

import health.sheaf.core.federation.Verdict;
import health.sheaf.server.fhir.EdgeEvents;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One span for each source that was asked, below the request's. All it says is from closed lists.
 */
final class TracedEdge implements EdgeEvents {

    private final EdgeEvents next;
    private final Tracer tracer;

    /**
     * @param next is told everything, too
     */
    TracedEdge(EdgeEvents next, Tracer tracer) {
        this.next = next;
        this.tracer = tracer;
    }

    @Override
    public void answered(String interaction, int status, Duration took) {
        next.answered(interaction, status, took);
    }

    @Override
    public void limited(Limit limit) {
        next.limited(limit);
    }

    @Override
    public void verdict(Asked asked) {
        next.verdict(asked);
        if (asked.verdict() == Verdict.NOT_ASKED) {
            return;
        }
        var span =
                tracer.spanBuilder()
                        .kind(Span.Kind.CLIENT)
                        .name("ask " + asked.source().value())
                        .tag("sheaf.source", asked.source().value())
                        .tag("sheaf.verdict", asked.verdict().code())
                        .tag("sheaf.entries", asked.entries())
                        .tag("sheaf.milliseconds", asked.took().toMillis())
                        .startTimestamp(micros(asked.began()), TimeUnit.MICROSECONDS);
        var fault = asked.fault();
        if (fault != null) {
            span.tag("sheaf.fault", fault.code());
        }
        span.start().end(micros(asked.began().plus(asked.took())), TimeUnit.MICROSECONDS);
    }

    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }
}
