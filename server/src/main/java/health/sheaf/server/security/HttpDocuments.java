package health.sheaf.server.security;

import health.sheaf.server.security.IssuerKeys.KeysUnavailableException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** An issuer's documents over HTTP: no redirects, small, soon. */
final class HttpDocuments implements IssuerKeys.Documents {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 256 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    @Override
    public String keySetUrl(String issuer) throws KeysUnavailableException {
        var document = object(discovery(issuer));
        var url = document.path("jwks_uri").asString("");
        // The issuer vouches for itself: a document that names another issuer is not its own.
        if (!document.path("issuer").asString("").equals(issuer) || !sameOrigin(issuer, url)) {
            throw new KeysUnavailableException("the discovery document is not the issuer's");
        }
        return url;
    }

    /** As OpenID Connect has it, or else as plain OAuth 2 (RFC 8414) has it. */
    private byte[] discovery(String issuer) throws KeysUnavailableException {
        try {
            return get(issuer + "/.well-known/openid-configuration");
        } catch (KeysUnavailableException e) {
            return get(issuer + "/.well-known/oauth-authorization-server");
        }
    }

    @Override
    public byte[] get(String url) throws KeysUnavailableException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(ANSWER)
                            .header("Accept", "application/json")
                            .GET()
                            .build();
            var pending =
                    client.sendAsync(
                            request,
                            HttpResponse.BodyHandlers.limiting(
                                    HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
            // The request's own time-out ends with the headers; this one covers the body.
            var response = pending.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new KeysUnavailableException("status " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            throw new KeysUnavailableException("not reachable");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("interrupted");
        }
    }

    private static ObjectNode object(byte[] json) throws KeysUnavailableException {
        try {
            return StrictJson.object(json);
        } catch (TokenRefusedException e) {
            throw new KeysUnavailableException("not JSON");
        }
    }

    private static boolean sameOrigin(String issuer, String url) {
        var a = URI.create(issuer);
        var b = URI.create(url);
        return a.getScheme().equals(b.getScheme())
                && a.getHost().equals(b.getHost())
                && a.getPort() == b.getPort();
    }
}
