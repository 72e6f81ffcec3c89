package health.sheaf.server.security;

import health.sheaf.core.policy.Requester;
import health.sheaf.server.fhir.EdgeEvents;
import health.sheaf.server.fhir.EdgeFilter;
import health.sheaf.server.fhir.HttpCode;
import health.sheaf.server.fhir.OperationOutcomes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes the access token from the one place it may be in, has it verified, and leaves the requester
 * in the request. A token anywhere else is refused, used or not: it would be in somebody's log.
 */
final class TokenFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFilter.class);
    private static final String SCHEME = "Bearer ";
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final AccessTokens tokens;

    private final ClientLimits limits;
    private final EdgeEvents events;

    TokenFilter(AccessTokens tokens, ClientLimits limits, EdgeEvents events) {
        this.tokens = tokens;
        this.limits = limits;
        this.events = events;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Requester> requester;
        try {
            if (EdgeFilter.queryNames(request, "access_token")) {
                throw new TokenRefusedException(HttpCode.TOKEN_MISPLACED, "token in the query");
            }
            var headers = Collections.list(request.getHeaders("Authorization"));
            requester =
                    headers.isEmpty() ? Optional.empty() : Optional.of(requester(request, headers));
        } catch (TokenRefusedException refused) {
            // Never the token: not even a part of it.
            LOG.info(
                    "A token was refused: {} [{}]",
                    refused.reason(),
                    request.getAttribute(EdgeFilter.REQUEST_ID));
            refuse(response, refused.code());
            return;
        }
        if (requester.isEmpty()) {
            chain.doFilter(request, response);
        } else {
            proceed(request, response, chain, requester.get());
        }
    }

    /** Goes on as this requester, unless that is more than a client may ask. */
    private void proceed(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            Requester requester)
            throws IOException, ServletException {
        var client = requester.user().id();
        switch (limits.enter(client)) {
            case ClientLimits.Admission.TooFast(var retryAfter, var first) ->
                    slowDown(request, response, EdgeEvents.Limit.RATE, retryAfter, first);
            case ClientLimits.Admission.TooMany(var first) ->
                    slowDown(request, response, EdgeEvents.Limit.AT_ONCE, A_MOMENT, first);
            case ClientLimits.Admission.Admitted admitted -> {
                try {
                    authenticate(request, requester);
                    chain.doFilter(request, response);
                } finally {
                    SecurityContextHolder.clearContext();
                    limits.leave(client);
                }
            }
        }
    }

    /**
     * Not audited: nothing was asked, and an audit log that anybody can fill is a way to stop it.
     */
    private void slowDown(
            HttpServletRequest request,
            HttpServletResponse response,
            EdgeEvents.Limit limit,
            Duration retryAfter,
            boolean first)
            throws IOException {
        events.limited(limit);
        // Said once until the client comes in again: a flood must not fill the log either.
        if (first) {
            LOG.warn(
                    "A client asks too much: {} [{}]",
                    limit,
                    request.getAttribute(EdgeFilter.REQUEST_ID));
        }
        response.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
        refuse(response, HttpCode.TOO_MANY_REQUESTS);
    }

    private Requester requester(HttpServletRequest request, List<String> headers) {
        if (headers.size() > 1) {
            throw new TokenRefusedException(
                    HttpCode.MALFORMED_REQUEST, "more than one Authorization header");
        }
        var header = headers.getFirst();
        if (!header.startsWith(SCHEME)) {
            throw TokenRefusedException.invalid("another scheme than Bearer");
        }
        var claims = tokens.verify(header.substring(SCHEME.length()));
        var id = request.getAttribute(EdgeFilter.REQUEST_ID);
        return Claims.requester(
                claims,
                tokens.userId(claims, Claims.text(claims, "sub")),
                request.getHeader("X-Sheaf-Purpose"),
                id instanceof String text ? text : "");
    }

    private static void authenticate(HttpServletRequest request, Requester requester) {
        request.setAttribute(Requester.class.getName(), requester);
        var authentication =
                UsernamePasswordAuthenticationToken.authenticated(
                        requester.user().id(), null, List.of());
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
    }

    /** What the client is told: what to do, not what was wrong. */
    static void refuse(HttpServletResponse response, HttpCode code) throws IOException {
        if (code.status() == 401) {
            response.setHeader(
                    "WWW-Authenticate",
                    code == HttpCode.TOKEN_INVALID ? "Bearer error=\"invalid_token\"" : "Bearer");
        }
        OperationOutcomes.write(response, code, words(code));
    }

    private static String words(HttpCode code) {
        return switch (code) {
            case TOKEN_MISSING -> "An access token is needed in the Authorization header.";
            case TOKEN_MISPLACED ->
                    "An access token belongs in the Authorization header and nowhere else.";
            case TOKEN_INCOMPLETE ->
                    "The access token does not say who asks, in what role and why.";
            case KEYS_UNAVAILABLE ->
                    "The issuer of the token cannot be asked for its keys at the moment. Try"
                            + " again.";
            case TOO_MANY_REQUESTS ->
                    "You ask too often, or too much at once. Try again after the seconds that"
                            + " Retry-After names.";
            case UNKNOWN_PURPOSE -> "X-Sheaf-Purpose names a purpose that is not known.";
            case MALFORMED_REQUEST -> "Only one Authorization header may be given.";
            default -> "The access token is not accepted.";
        };
    }
}
