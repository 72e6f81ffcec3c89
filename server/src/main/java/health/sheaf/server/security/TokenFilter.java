package health.sheaf.server.security;

import health.sheaf.core.policy.Requester;
import health.sheaf.server.fhir.EdgeFilter;
import health.sheaf.server.fhir.HttpCode;
import health.sheaf.server.fhir.OperationOutcomes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
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

    private final AccessTokens tokens;

    TokenFilter(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            if (EdgeFilter.queryNames(request, "access_token")) {
                throw new TokenRefusedException(HttpCode.TOKEN_MISPLACED, "token in the query");
            }
            var headers = Collections.list(request.getHeaders("Authorization"));
            if (!headers.isEmpty()) {
                authenticate(request, requester(request, headers));
            }
        } catch (TokenRefusedException refused) {
            // Never the token: not even a part of it.
            LOG.info(
                    "A token was refused: {} [{}]",
                    refused.reason(),
                    request.getAttribute(EdgeFilter.REQUEST_ID));
            refuse(response, refused.code());
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
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
            case UNKNOWN_PURPOSE -> "X-Sheaf-Purpose names a purpose that is not known.";
            case MALFORMED_REQUEST -> "Only one Authorization header may be given.";
            default -> "The access token is not accepted.";
        };
    }
}
