package health.sheaf.server.fhir;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The first thing every request meets: headers that all answers carry, a request id, no path
 * tricks, no methods that do not exist here. It takes the query string out of the request before
 * anything else sees it, because a query can hold an NHS number and frameworks log queries.
 */
public final class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    /** The attribute under which the request's id is found. */
    public static final String REQUEST_ID = "health.sheaf.request-id";

    private static final String QUERY = "health.sheaf.query";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9$_.-]*)+");
    private static final int MAX_PATH = 1_000;
    private static final Set<String> ELSEWHERE = Set.of("GET", "HEAD");

    private final transient Supplier<String> requestIds;

    /**
     * @param requestIds makes ids for requests that bring none
     */
    public EdgeFilter(Supplier<String> requestIds) {
        this.requestIds = requestIds;
    }

    /** The query string of a request that passed this filter; empty where there is none. */
    static String queryOf(HttpServletRequest request) {
        return request.getAttribute(QUERY) instanceof String query ? query : "";
    }

    /**
     * The path of a request that passed this filter, with names in the place of values; empty where
     * it does not lead to the FHIR door.
     */
    public static Optional<String> templateOf(HttpServletRequest request) {
        var path = request.getRequestURI();
        return path.startsWith("/fhir/")
                ? Optional.of(
                        Route.of(path.substring("/fhir".length()))
                                .map(Route::template)
                                .orElse("/fhir/*"))
                : Optional.empty();
    }

    /** Whether the query of a request holds a parameter of this name. */
    public static boolean queryNames(HttpServletRequest request, String name) {
        var query = "&" + queryOf(request);
        return query.contains("&" + name + "=");
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        addHeaders(request, response);
        var requestId = request.getHeader("X-Request-Id");
        if (requestId != null && !ID.matcher(requestId).matches()) {
            refuse(
                    response,
                    HttpCode.INVALID_REQUEST_ID,
                    "X-Request-Id must be 1 to 64 letters, digits or hyphens.");
            return;
        }
        var id = requestId == null ? requestIds.get() : requestId;
        response.setHeader("X-Request-Id", id);
        request.setAttribute(REQUEST_ID, id);
        var path = path(request);
        if (path.isEmpty()) {
            refuse(response, HttpCode.INVALID_PATH, "The path is not valid.");
            return;
        }
        if (!methodAllowed(request, response, path.get())) {
            return;
        }
        var query = request.getQueryString();
        request.setAttribute(QUERY, query == null ? "" : query);
        chain.doFilter(new WithoutQuery(request, path.get()), response);
    }

    private static void addHeaders(HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (request.isSecure()) {
            response.setHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** The path, with the one encoding some clients need; empty where it holds anything odd. */
    private static Optional<String> path(HttpServletRequest request) {
        var raw = request.getRequestURI().replace("%24", "$");
        if (raw.length() > MAX_PATH
                || !PATH.matcher(raw).matches()
                || raw.contains("//")
                || raw.contains("/../")
                || raw.contains("/./")
                || raw.endsWith("/..")
                || raw.endsWith("/.")) {
            return Optional.empty();
        }
        return Optional.of(raw);
    }

    private static boolean methodAllowed(
            HttpServletRequest request, HttpServletResponse response, String path)
            throws IOException {
        Set<String> allowed = ELSEWHERE;
        if (path.startsWith("/fhir/")) {
            var route = Route.of(path.substring("/fhir".length()));
            // Where nothing is, GET may find that out.
            allowed = route.map(Route::methods).orElse(Route.GET);
        }
        if (allowed.contains(request.getMethod())) {
            return true;
        }
        response.setHeader("Allow", String.join(", ", allowed.stream().sorted().toList()));
        refuse(response, HttpCode.METHOD_NOT_ALLOWED, "This method is not possible here.");
        return false;
    }

    private static void refuse(HttpServletResponse response, HttpCode code, String words)
            throws IOException {
        OperationOutcomes.write(response, code, words);
    }

    /** The request as everybody behind this filter sees it. */
    private static final class WithoutQuery extends HttpServletRequestWrapper {

        private final String path;

        WithoutQuery(HttpServletRequest request, String path) {
            super(request);
            this.path = path;
        }

        @Override
        public @Nullable String getQueryString() {
            return null;
        }

        @Override
        public String getRequestURI() {
            return path;
        }
    }
}
