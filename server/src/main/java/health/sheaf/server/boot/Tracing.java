package health.sheaf.server.boot;

import health.sheaf.server.boot.ServerConfig.Traces;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.micrometer.tracing.propagation.Propagator;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans for a collector that takes OTLP over HTTP, or none at all. Only what is put together here
 * makes spans: nothing is instrumented by itself, because that would put paths, and so ids, into
 * them. No source is told of a trace: the calls that leave here carry nothing of it.
 */
final class Tracing implements AutoCloseable {

    private static final int MAX_WAITING = 2_048;
    private static final int MAX_BATCH = 512;
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable SdkTracerProvider provider;
    private final Tracer tracer;
    private final Propagator propagator;

    private Tracing(@Nullable SdkTracerProvider provider, Tracer tracer, Propagator propagator) {
        this.provider = provider;
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /**
     * @param traces {@code null}: no spans are made
     */
    static Tracing to(@Nullable Traces traces) {
        if (traces == null) {
            return new Tracing(null, Tracer.NOOP, Propagator.NOOP);
        }
        var exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(traces.endpoint())
                        .setTimeout(PATIENCE)
                        .build();
        // A collector that is away costs spans, never memory, and never a request.
        var processor =
                BatchSpanProcessor.builder(exporter)
                        .setMaxQueueSize(MAX_WAITING)
                        .setMaxExportBatchSize(MAX_BATCH)
                        .setScheduleDelay(EVERY)
                        .setExporterTimeout(PATIENCE)
                        .build();
        var provider =
                SdkTracerProvider.builder()
                        .setResource(
                                Resource.create(
                                        Attributes.of(
                                                AttributeKey.stringKey("service.name"), "sheaf")))
                        .setSampler(
                                Sampler.parentBased(
                                        Sampler.traceIdRatioBased(traces.percent() / 100.0)))
                        .addSpanProcessor(processor)
                        .build();
        var spans = provider.get("health.sheaf");
        var tracer = new OtelTracer(spans, new OtelCurrentTraceContext(), event -> {});
        var headers = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
        return new Tracing(provider, tracer, new OtelPropagator(headers, spans));
    }

    boolean isOn() {
        return provider != null;
    }

    Tracer tracer() {
        return tracer;
    }

    Propagator propagator() {
        return propagator;
    }

    /** Sends what waits. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
