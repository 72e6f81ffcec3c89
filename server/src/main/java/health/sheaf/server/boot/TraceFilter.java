package health.sheaf.server.boot;

import health.sheaf.server.fhir.EdgeFilter;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.propagation.Propagator;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One span for each request to the FHIR door. It is named by the template of the route: never by a
 * path, which holds ids, nor by anything of the query, the token or the answer.
 */
final class TraceFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String TRACEPARENT = "traceparent";

    /** Under which the log finds the trace's id. */
    private static final String TRACE = "trace";

    private final transient Tracing tracing;

    TraceFilter(Tracing tracing) {
        this.tracing = tracing;
    }

    /**
     * Reads {@code traceparent} alone: what else a client may send with a trace, its state and
     * baggage, is free text, and would go out with our spans.
     */
    private static final class ParentOnly implements Propagator.Getter<HttpServletRequest> {
        @Override
        public @Nullable String get(HttpServletRequest request, String name) {
            return name.equals(TRACEPARENT) ? request.getHeader(TRACEPARENT) : null;
        }
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var template = EdgeFilter.templateOf(request);
        if (template.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        var span = begin(request, template.get());
        var context = span.context();
        response.setHeader(
                "traceresponse",
                "00-%s-%s-%s"
                        .formatted(
                                context.traceId(),
                                context.spanId(),
                                Boolean.TRUE.equals(context.sampled()) ? "01" : "00"));
        MDC.put(TRACE, context.traceId());
        try (var _ = tracing.tracer().withSpan(span)) {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(TRACE);
            span.tag("http.response.status_code", response.getStatus());
            span.end();
        }
    }

    private Span begin(HttpServletRequest request, String template) {
        return tracing.propagator()
                .extract(request, new ParentOnly())
                .kind(Span.Kind.SERVER)
                .name(request.getMethod() + " " + template)
                .tag("http.request.method", request.getMethod())
                .tag("http.route", template)
                .start();
    }
}
