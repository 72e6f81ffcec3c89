package health.sheaf.server.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The base of our own URLs. It is what the operator configured; without that, the host the client
 * named, but only where that is this machine: a Host header is an invention of the client, and no
 * forwarded header is ever looked at.
 */
public final class OwnUrl {

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

    private final @Nullable String configured;

    /**
     * @param configured without a slash at the end; {@code null} where nothing is configured
     */
    public OwnUrl(@Nullable String configured) {
        this.configured = configured;
    }

    String of(HttpServletRequest request) {
        if (configured != null) {
            return configured;
        }
        var host =
                LOOPBACK.contains(request.getServerName()) ? request.getServerName() : "127.0.0.1";
        return request.getScheme() + "://" + host + ":" + request.getLocalPort() + "/fhir";
    }
}
