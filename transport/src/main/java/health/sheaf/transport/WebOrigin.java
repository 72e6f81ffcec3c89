package health.sheaf.transport;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Scheme, host and port of a source: the only place its credentials and our requests ever go.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case
 * @param port always a number, the scheme's default where the address names none
 */
record WebOrigin(String scheme, String host, int port) {

    /** No link of a source is longer; a cursor of a few kilobytes is usual. */
    private static final int MAX_LINK = 16_384;

    /**
     * @throws InvalidValueException where the address has no origin of its own, or carries a user
     */
    static WebOrigin of(URI address) {
        var scheme = address.getScheme();
        var host = address.getHost();
        if (scheme == null || host == null || address.getRawUserInfo() != null) {
            throw new InvalidValueException(
                    "not a web address: http or https with a host and without a user is needed");
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        int port =
                switch (scheme) {
                    case "http" -> address.getPort() < 0 ? 80 : address.getPort();
                    case "https" -> address.getPort() < 0 ? 443 : address.getPort();
                    case String other ->
                            throw new InvalidValueException(
                                    "not a web address: http or https is needed");
                };
        return new WebOrigin(scheme, host.toLowerCase(Locale.ROOT), port);
    }

    /** Whether requests stay inside this machine. */
    boolean isLoopback() {
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    /**
     * Reads a link that the source gave.
     *
     * @param from where it stood
     * @param link absolute or relative
     * @throws SourceFaultException {@link FaultCode#FOREIGN_LINK} where it leads anywhere else, or
     *     nowhere
     */
    URI resolve(URI from, String link) {
        if (link.length() > MAX_LINK) {
            throw foreign();
        }
        try {
            var target = resolved(from, link);
            if (target.getRawFragment() != null || !of(target).equals(this)) {
                throw foreign();
            }
            return target;
        } catch (URISyntaxException | InvalidValueException e) {
            throw foreign();
        }
    }

    /** As RFC 3986 has it; the JDK's own loses the last segment where there is but a query. */
    private static URI resolved(URI from, String link) throws URISyntaxException {
        if (!link.startsWith("?")) {
            return from.resolve(new URI(link));
        }
        var text = from.toString();
        int query = text.indexOf('?');
        return new URI((query < 0 ? text : text.substring(0, query)) + link);
    }

    private static SourceFaultException foreign() {
        return new SourceFaultException(
                new SourceFault(
                        FaultCode.FOREIGN_LINK,
                        "the source points to another place for its answer; it was not followed"));
    }
}
