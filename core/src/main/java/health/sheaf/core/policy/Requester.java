package health.sheaf.core.policy;

import health.sheaf.spi.EndUser;
import health.sheaf.spi.Purpose;
import java.util.Set;

/**
 * Who asks, as the verified token says. Nothing here comes from a header or a parameter that a
 * client could invent.
 *
 * @param user who
 * @param scopes SMART scopes of the client, such as {@code user/*.rs}
 * @param entitled the purposes the token allows
 * @param purpose the purpose of this request
 * @param requestId names the request in the audit log
 */
public record Requester(
        EndUser user,
        Set<String> scopes,
        Set<Purpose> entitled,
        Purpose purpose,
        String requestId) {

    public Requester {
        scopes = Set.copyOf(scopes);
        entitled = Set.copyOf(entitled);
    }
}
