package health.sheaf.transport;

import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.Settings;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * The settings of a source that speaks HTTP: {@code base-url}, {@code auth}, {@code tls}, {@code
 * gzip}, {@code connect-timeout}, {@code proxy} and {@code plain-http}. The connector's page
 * explains them.
 */
public final class HttpSettings {

    static {
        // The JDK's client reads 16 KB at a time and wakes two threads for each of them: for an
        // answer of a megabyte that costs more than reading its JSON. It looks at this once, when
        // its first client is made; a value given on the command line stays.
        if (System.getProperty("jdk.httpclient.bufsize") == null) {
            System.setProperty("jdk.httpclient.bufsize", "131072");
        }
    }

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private HttpSettings() {}

    /**
     * Makes the HTTP side of a source. Does not speak to it.
     *
     * @param settings the connector's settings; keys of others stay unread
     * @throws DefinitionException with the place of what is wrong
     */
    public static HttpSource read(Settings settings, ConnectorContext context) {
        boolean plainHttp = settings.flag("plain-http", false);
        boolean gzip = settings.flag("gzip", true);
        var base = address(settings, "base-url", plainHttp);
        if (base.getRawQuery() != null) {
            throw new DefinitionException(
                    settings.positionOf("base-url"), "'base-url' must not have a query");
        }
        var tls = TlsSettings.context(settings.section("tls"), context);
        var authentication =
                AuthenticationSettings.read(
                        settings.section("auth"),
                        context,
                        auth ->
                                source(
                                        client(settings, tls),
                                        address(auth, "token-url", plainHttp),
                                        new Authentication.None(),
                                        context,
                                        gzip));
        return source(client(settings, tls), withSlash(base), authentication, context, gzip);
    }

    private static HttpSource source(
            HttpClient client,
            URI base,
            Authentication authentication,
            ConnectorContext context,
            boolean gzip) {
        var throttle = new Throttle(context.clock(), context.nanoTime());
        return new HttpSource(client, base, authentication, throttle, gzip);
    }

    private static HttpClient client(Settings settings, SSLContext tls) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.duration("connect-timeout", CONNECT_TIMEOUT))
                .proxy(proxy(settings))
                .sslContext(tls)
                .sslParameters(TlsSettings.parameters())
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /** Only the proxy of the definition: those of the environment and of the JVM are not asked. */
    private static ProxySelector proxy(Settings settings) {
        var proxy = settings.optionalText("proxy");
        if (proxy.isEmpty()) {
            return HttpClient.Builder.NO_PROXY;
        }
        var parts = proxy.get().split(":", -1);
        if (parts.length != 2 || parts[0].isBlank() || !parts[1].matches("\\d{1,5}")) {
            throw new DefinitionException(
                    settings.positionOf("proxy"), "'proxy' must be host:port");
        }
        return ProxySelector.of(new InetSocketAddress(parts[0], Integer.parseInt(parts[1])));
    }

    private static URI address(Settings settings, String key, boolean plainHttp) {
        try {
            var address = new URI(settings.text(key));
            var origin = WebOrigin.of(address);
            if (address.getRawFragment() != null) {
                throw new DefinitionException(
                        settings.positionOf(key), "'" + key + "' must not have a fragment");
            }
            if (origin.scheme().equals("http") && !origin.isLoopback() && !plainHttp) {
                throw new DefinitionException(
                        settings.positionOf(key),
                        "'"
                                + key
                                + "' must be https: patient data would cross the network in the"
                                + " clear (where that is meant, say plain-http: true)");
            }
            return address;
        } catch (URISyntaxException | InvalidValueException e) {
            throw new DefinitionException(
                    settings.positionOf(key),
                    "'" + key + "' must be an address such as https://fhir.example.nhs.uk/r4");
        }
    }

    private static URI withSlash(URI base) {
        var path = base.getRawPath();
        return path != null && path.endsWith("/") ? base : URI.create(base + "/");
    }
}
