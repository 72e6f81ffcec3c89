package health.sheaf.server.boot;

import health.sheaf.core.source.YamlSettings;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Settings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sheaf.yaml} says. Relative paths start from the configuration's folder.
 *
 * @param folder the configuration's folder
 * @param port of the FHIR door; 0: a free one
 * @param address it listens on
 * @param baseUrl of our own URLs; {@code null}: the local host the client named
 * @param adminPort of metrics and details, on loopback alone; 0: a free one
 * @param issuers of access tokens
 * @param audience what tokens for us name
 * @param clients how much one client may ask
 * @param store where links and audit events are kept
 * @param secondAudit the audit log's second place, best on another volume
 * @param traces where spans go, and how many; {@code null}: nowhere
 * @param drivers the folder JDBC drivers are loaded from
 * @param production whether the shortcuts of demonstrations are refused
 */
record ServerConfig(
        Path folder,
        int port,
        String address,
        @Nullable String baseUrl,
        int adminPort,
        List<String> issuers,
        String audience,
        Clients clients,
        StoreConfig store,
        Path secondAudit,
        @Nullable Traces traces,
        Path drivers,
        boolean production) {

    private static final int MAX_LIMIT = 100_000;

    /**
     * How much one client may ask, a client being the subject of a token.
     *
     * @param perSecond requests a second
     * @param atOnce requests under way
     */
    record Clients(int perSecond, int atOnce) {}

    /**
     * Where spans go.
     *
     * @param endpoint of a collector that takes OTLP over HTTP
     * @param percent of the requests that begin a trace; those that continue one do as it does
     */
    record Traces(String endpoint, int percent) {}

    ServerConfig {
        issuers = List.copyOf(issuers);
    }

    /** Where links and audit events are kept. */
    sealed interface StoreConfig {

        /** The key-encryption key's file. */
        Path keyFile();

        /**
         * The embedded store.
         *
         * @param folder of its databases
         */
        record Sqlite(Path folder, Path keyFile) implements StoreConfig {}

        /**
         * A PostgreSQL database.
         *
         * @param password the name of a secret
         * @param connections at the same time, at most
         */
        record Postgres(Path keyFile, String url, String user, String password, int connections)
                implements StoreConfig {}
    }

    Path sources() {
        return folder.resolve("sources");
    }

    Path secrets() {
        return folder.resolve("secrets");
    }

    /**
     * Reads {@code sheaf.yaml}.
     *
     * @param port overrides the file's; {@code null}: does not
     * @throws DefinitionException for the first mistake, with its place
     */
    static ServerConfig read(Path folder, @Nullable Integer port) {
        var file = folder.resolve("sheaf.yaml");
        if (!Files.isRegularFile(file)) {
            throw new DefinitionException(
                    new health.sheaf.spi.Position("sheaf.yaml", 1, 1),
                    "the file is missing in the configuration's folder");
        }
        var settings = YamlSettings.read(file);
        var server = settings.section("server");
        var security = settings.section("security");
        boolean production = settings.flag("production", false);
        int written = port(server, "port", 8080);
        var config =
                new ServerConfig(
                        folder,
                        port != null ? port : written,
                        server.text("address", "127.0.0.1"),
                        baseUrl(server),
                        port(server, "admin-port", 0),
                        issuers(security, production),
                        security.text("audience"),
                        clients(settings.section("clients")),
                        store(settings.section("store"), folder),
                        folder.resolve(settings.section("audit").text("second", "audit-second")),
                        traces(settings.section("tracing")),
                        folder.resolve(settings.text("drivers", "drivers")),
                        production);
        settings.rejectUnread();
        return config;
    }

    private static int port(Settings server, String key, int otherwise) {
        int port = server.number(key, otherwise);
        if (port < 0 || port > 65_535) {
            throw new DefinitionException(
                    server.positionOf(key), "'" + key + "' must be a port, or 0 for a free one");
        }
        return port;
    }

    private static @Nullable String baseUrl(Settings server) {
        var url = server.optionalText("base-url");
        if (url.isEmpty()) {
            return null;
        }
        var text = url.get();
        if (!isUrl(text) || text.endsWith("/")) {
            throw new DefinitionException(
                    server.positionOf("base-url"),
                    "'base-url' must be the URL clients use, such as https://host/fhir, without a"
                            + " slash at the end");
        }
        return text;
    }

    private static List<String> issuers(Settings security, boolean production) {
        var issuers = security.texts("issuers");
        var place = security.positionOf("issuers");
        if (issuers.isEmpty()) {
            throw new DefinitionException(
                    place, "'issuers' must name at least one issuer of access tokens");
        }
        for (var issuer : issuers) {
            if (!isUrl(issuer)) {
                throw new DefinitionException(place, "an issuer must be a URL");
            }
            var uri = URI.create(issuer);
            if (production && (!uri.getScheme().equals("https") || isLoopback(uri.getHost()))) {
                throw new DefinitionException(
                        place,
                        "in production an issuer is an https URL, and not on this machine: this one"
                                + " belongs to a demonstration");
            }
        }
        return issuers;
    }

    private static Clients clients(Settings clients) {
        return new Clients(
                limit(clients, "requests-per-second", 50), limit(clients, "at-once", 32));
    }

    private static int limit(Settings settings, String key, int otherwise) {
        int limit = settings.number(key, otherwise);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new DefinitionException(
                    settings.positionOf(key),
                    "'%s' must be from 1 to %d".formatted(key, MAX_LIMIT));
        }
        return limit;
    }

    private static @Nullable Traces traces(Settings tracing) {
        var endpoint = tracing.optionalText("endpoint");
        int percent = tracing.number("percent", 100);
        if (percent < 0 || percent > 100) {
            throw new DefinitionException(
                    tracing.positionOf("percent"), "'percent' must be from 0 to 100");
        }
        if (endpoint.isEmpty()) {
            return null;
        }
        if (!isUrl(endpoint.get())) {
            throw new DefinitionException(
                    tracing.positionOf("endpoint"),
                    "'endpoint' must be the URL a collector takes traces at, such as"
                            + " http://127.0.0.1:4318/v1/traces");
        }
        return new Traces(endpoint.get(), percent);
    }

    private static StoreConfig store(Settings store, Path folder) {
        var kind = store.text("kind", "sqlite");
        var data = folder.resolve(store.text("folder", "data"));
        var keys = folder.resolve(store.text("keys", "keys/kek"));
        return switch (kind) {
            case "sqlite" -> new StoreConfig.Sqlite(data, keys);
            case "postgresql" ->
                    new StoreConfig.Postgres(
                            keys,
                            store.text("url"),
                            store.text("user"),
                            store.text("password"),
                            store.number("connections", 16));
            case String other ->
                    throw new DefinitionException(
                            store.positionOf("kind"), "'kind' must be sqlite or postgresql");
        };
    }

    private static boolean isUrl(String text) {
        try {
            var uri = URI.create(text);
            return uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
