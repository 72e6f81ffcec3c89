package health.sheaf.server.security;

import health.sheaf.server.fhir.EdgeEvents;
import health.sheaf.server.fhir.HttpCode;
import health.sheaf.server.fhir.OperationOutcomes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Who may come in: everybody to the few public documents, the bearer of a good token to the rest,
 * nobody to anything unnamed. The admin port is bound to loopback and shows no patient's data.
 */
public final class AccessControl {

    private static final List<String> PUBLIC =
            List.of("/fhir/metadata", "/fhir/.well-known/smart-configuration", "/livez", "/readyz");

    private final AccessTokens tokens;
    private final ClientLimits limits;
    private final EdgeEvents events;
    private final IntSupplier adminPort;

    /**
     * How much the subject of a token may ask.
     *
     * @param perSecond requests a second
     * @param atOnce requests under way
     */
    public record Allowance(int perSecond, int atOnce) {}

    /**
     * @param issuers whose tokens count
     * @param audience what tokens for us name
     * @param allowance of each client
     * @param events takes counts
     * @param adminPort the port nobody needs a token on; below 1 while there is none
     */
    public AccessControl(
            List<String> issuers,
            String audience,
            Allowance allowance,
            EdgeEvents events,
            IntSupplier adminPort,
            Clock clock,
            LongSupplier nanoTime) {
        var documents = new HttpDocuments();
        var keys = new LinkedHashMap<String, IssuerKeys>();
        issuers.forEach(issuer -> keys.put(issuer, new IssuerKeys(issuer, documents, nanoTime)));
        this.tokens = new AccessTokens(keys, audience, clock);
        this.limits = new ClientLimits(allowance.perSecond(), allowance.atOnce(), nanoTime);
        this.events = events;
        this.adminPort = adminPort;
    }

    /** The filter chain of every request. */
    public SecurityFilterChain chain(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .cors(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {})
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(
                        new TokenFilter(tokens, limits, events),
                        AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(this::isAdmin)
                                .permitAll()
                                .requestMatchers(AccessControl::isPublic)
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint((request, response, e) ->
                                        TokenFilter.refuse(response, HttpCode.TOKEN_MISSING))
                                .accessDeniedHandler((request, response, e) ->
                                        OperationOutcomes.write(
                                                response, HttpCode.REFUSED, "Not allowed.")))
                .build();
    }

    /** What the firewall of the framework refuses is told in our words. */
    public RequestRejectedHandler rejected() {
        return (request, response, e) ->
                OperationOutcomes.write(
                        response, HttpCode.INVALID_PATH, "The request is not valid.");
    }

    private boolean isAdmin(HttpServletRequest request) {
        int admin = adminPort.getAsInt();
        return admin > 0 && request.getLocalPort() == admin;
    }

    private static boolean isPublic(HttpServletRequest request) {
        return PUBLIC.contains(request.getRequestURI());
    }
}
