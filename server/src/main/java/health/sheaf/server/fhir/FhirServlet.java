package health.sheaf.server.fhir;

import health.sheaf.core.audit.AuditUnavailableException;
import health.sheaf.core.identity.StorageUnavailableException;
import health.sheaf.core.policy.Requester;
import health.sheaf.spi.InvalidValueException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The FHIR door: finds out what is asked, hands it on, and turns every problem into an outcome. */
public final class FhirServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(FhirServlet.class);

    private final transient RecordHandler records;
    private final transient PatientHandler patients;
    private final transient Conformance conformance;
    private final transient FhirParts parts;

    public FhirServlet(FhirParts parts) {
        this.records = new RecordHandler(parts);
        this.patients = new PatientHandler(parts);
        this.conformance = new Conformance(parts);
        this.parts = parts;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        long began = parts.nanoTime().getAsLong();
        try {
            answer(request, response);
        } finally {
            parts.events()
                    .answered(
                            interaction(request),
                            response.getStatus(),
                            Duration.ofNanos(parts.nanoTime().getAsLong() - began));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            dispatch(request, response);
        } catch (HttpProblem problem) {
            OperationOutcomes.write(response, problem.code(), problem.words());
        } catch (InvalidValueException refused) {
            OperationOutcomes.write(
                    response, HttpCode.INVALID_PARAMETER, "A value of the request is not valid.");
        } catch (AuditUnavailableException unavailable) {
            OperationOutcomes.write(
                    response,
                    HttpCode.AUDIT_UNAVAILABLE,
                    "Access cannot be written down at the moment, so nothing is shown. Try again.");
        } catch (StorageUnavailableException away) {
            LOG.error(
                    "The store does not answer: {} [{}]",
                    away.getMessage(),
                    response.getHeader("X-Request-Id"));
            OperationOutcomes.write(
                    response,
                    HttpCode.STORE_UNAVAILABLE,
                    "Nobody can be looked up at the moment, so no source was asked. Try again.");
        } catch (RuntimeException bug) {
            // The border: whatever it is, the client learns nothing of it, and its message, which
            // may hold anything, is not logged either.
            LOG.error(
                    "A request failed inside: {} at {} [{}]",
                    bug.getClass().getName(),
                    place(bug),
                    response.getHeader("X-Request-Id"));
            OperationOutcomes.write(
                    response,
                    HttpCode.INTERNAL,
                    "Something went wrong here. Quote the X-Request-Id when you report it.");
        }
    }

    /** A name from a closed list: a route's kind and type, never an id. */
    private static String interaction(HttpServletRequest request) {
        return Route.of(path(request)).map(Route::interaction).orElse("unknown");
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring("/fhir".length());
    }

    private static String place(RuntimeException bug) {
        var trace = bug.getStackTrace();
        return trace.length == 0 ? "?" : trace[0].toString();
    }

    private void dispatch(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var route = Route.of(path(request)).orElseThrow(FhirServlet::notFound);
        switch (route) {
            case Route.Metadata metadata ->
                    conformance.capabilities(open(request, response, false));
            case Route.SmartConfiguration smart -> conformance.smart(response);
            case Route.Page page -> records.page(exchange(request, response, false));
            case Route.Search search when search.type().equals("Patient") ->
                    patients(exchange(request, response, false));
            case Route.Search search ->
                    records.search(exchange(request, response, false), search.type());
            case Route.Read read ->
                    records.read(exchange(request, response, false), read.type(), read.id());
            case Route.Everything everything ->
                    records.everything(exchange(request, response, true), everything.patientId());
        }
    }

    private void patients(Exchange exchange) throws IOException {
        if (exchange.query().has("_id")) {
            records.patientById(exchange);
        } else {
            patients.search(exchange);
        }
    }

    private Exchange exchange(
            HttpServletRequest request, HttpServletResponse response, boolean events)
            throws IOException {
        if (request.getAttribute(Requester.class.getName()) instanceof Requester requester) {
            var query = Query.of(EdgeFilter.queryOf(request), RequestBody.form(request));
            return new Exchange(
                    request,
                    response,
                    requester,
                    query,
                    isStrict(request),
                    Format.of(format(query).orElse(null), request.getHeader("Accept"), events),
                    parts.baseUrl().of(request));
        }
        throw new HttpProblem(HttpCode.TOKEN_MISSING, "An access token is needed.");
    }

    private Conformance.OpenExchange open(
            HttpServletRequest request, HttpServletResponse response, boolean events) {
        var query = Query.of(EdgeFilter.queryOf(request), "");
        return new Conformance.OpenExchange(
                response,
                Format.of(format(query).orElse(null), request.getHeader("Accept"), events),
                query.single("_pretty").map("true"::equals).orElse(false),
                parts.baseUrl().of(request));
    }

    private static Optional<String> format(Query query) {
        return query.single("_format");
    }

    private static boolean isStrict(HttpServletRequest request) {
        var prefer = request.getHeader("Prefer");
        return prefer != null && prefer.replace(" ", "").contains("handling=strict");
    }

    private static HttpProblem notFound() {
        return new HttpProblem(HttpCode.NOT_FOUND, Words.NOT_FOUND);
    }
}
