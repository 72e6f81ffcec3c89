package health.sheaf.transport;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One source as HTTP sees it: one client, one origin, one set of credentials. Thread-safe.
 *
 * <p>Nothing is ever sent to another origin. A redirect inside the origin is followed at most three
 * times; any other is {@link FaultCode#FOREIGN_LINK}. Bodies have a cap after decompression. When
 * the deadline comes or the calling thread is interrupted, the exchange is cancelled and its socket
 * freed.
 */
public final class HttpSource implements AutoCloseable {

    private static final int MAX_REDIRECTS = 3;

    private final HttpClient client;
    private final URI base;
    private final WebOrigin origin;
    private final Authentication authentication;
    private final Throttle throttle;
    private final boolean gzip;

    HttpSource(
            HttpClient client,
            URI base,
            Authentication authentication,
            Throttle throttle,
            boolean gzip) {
        this.client = client;
        this.base = base;
        this.origin = WebOrigin.of(base);
        this.authentication = authentication;
        this.throttle = throttle;
        this.gzip = gzip;
    }

    /** The address everything at the source starts from; it ends with a slash. */
    public URI base() {
        return base;
    }

    /**
     * Reads a link that the source gave.
     *
     * @param from the address of the answer it stood in
     * @param link absolute or relative
     * @throws SourceFaultException {@link FaultCode#FOREIGN_LINK} where scheme, host or port differ
     *     from the source's own, or the link is none
     */
    public URI link(URI from, String link) {
        return origin.resolve(from, link);
    }

    /**
     * Asks the source.
     *
     * @return 2xx, 304, 404, 410 and the other 4xx that only the protocol can judge
     * @throws SourceFaultException for everything else
     */
    public HttpAnswer exchange(HttpCall call, Deadline deadline) {
        throttle.check();
        var first = authentication.header(deadline).orElse(null);
        var answer = followed(call, first, deadline);
        if (answer.statusCode() == 401 && first != null && authentication.renew(first)) {
            answer = followed(call, authentication.header(deadline).orElse(null), deadline);
        }
        return judged(call, answer);
    }

    /** The same, with a header of the caller's own instead of the source's credentials. */
    HttpAnswer exchange(HttpCall call, @Nullable HeaderLine secret, Deadline deadline) {
        throttle.check();
        return judged(call, followed(call, secret, deadline));
    }

    private HttpAnswer judged(HttpCall call, HttpResponse<byte[]> answer) {
        var fault = HttpFaults.ofStatus(answer.statusCode());
        if (fault != null) {
            if (fault.code() == FaultCode.THROTTLED) {
                answer.headers().firstValue("Retry-After").ifPresent(throttle::heed);
            }
            throw new SourceFaultException(fault);
        }
        return decoded(answer, call.maxBytes());
    }

    @Override
    public void close() {
        client.shutdownNow();
        authentication.close();
    }

    @Override
    public String toString() {
        return "HttpSource[***]";
    }

    private HttpResponse<byte[]> followed(
            HttpCall call, @Nullable HeaderLine secret, Deadline deadline) {
        var next = call;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            var answer = sentOnceOrTwice(next, secret, deadline);
            switch (answer.statusCode()) {
                case 301, 302, 303, 307, 308 -> next = redirected(next, answer);
                default -> {
                    return answer;
                }
            }
        }
        throw HttpFaults.fault(
                FaultCode.FOREIGN_LINK, "the source sends us from place to place without end");
    }

    private HttpCall redirected(HttpCall call, HttpResponse<byte[]> answer) {
        boolean keepsTheForm = answer.statusCode() == 307 || answer.statusCode() == 308;
        if (call.form() != null && !keepsTheForm) {
            throw HttpFaults.fault(
                    FaultCode.UNEXPECTED_CONTENT,
                    "the source redirects a search as if it were none");
        }
        return call.to(link(answer.uri(), answer.headers().firstValue("Location").orElse("//")));
    }

    private HttpResponse<byte[]> sentOnceOrTwice(
            HttpCall call, @Nullable HeaderLine secret, Deadline deadline) {
        var request = request(call, secret);
        try {
            return sent(request, call.maxBytes(), deadline);
        } catch (NoAnswerException e) {
            // A kept connection that died meanwhile. The client itself repeats a GET, not a POST.
            if (call.form() == null) {
                throw HttpFaults.of(e.problem());
            }
        }
        try {
            return sent(request, call.maxBytes(), deadline);
        } catch (NoAnswerException e) {
            throw HttpFaults.of(e.problem());
        }
    }

    private HttpRequest request(HttpCall call, @Nullable HeaderLine secret) {
        if (!WebOrigin.of(call.address()).equals(origin)) {
            throw HttpFaults.fault(
                    FaultCode.FOREIGN_LINK, "a request to another place was not sent");
        }
        var request =
                HttpRequest.newBuilder(call.address())
                        .header("Accept", call.accept())
                        .header("Accept-Encoding", gzip ? "gzip" : "identity")
                        .header("User-Agent", "Sheaf");
        if (secret != null) {
            request.header(secret.name(), secret.value());
        }
        var form = call.form();
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(form, StandardCharsets.US_ASCII));
        }
        return request.build();
    }

    private HttpResponse<byte[]> sent(HttpRequest request, long maxBytes, Deadline deadline)
            throws NoAnswerException {
        if (deadline.passed()) {
            throw HttpFaults.timedOut();
        }
        var collector = new AtomicReference<@Nullable BodyCollector>();
        var exchange =
                client.sendAsync(
                        request,
                        head -> {
                            var body = new BodyCollector(announcedLength(head), maxBytes);
                            collector.set(body);
                            return body;
                        });
        try {
            return exchange.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw HttpFaults.timedOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpFaults.noLongerAwaited();
        } catch (ExecutionException e) {
            var problem = e.getCause() == null ? e : e.getCause();
            var fault = HttpFaults.of(problem);
            if (collector.get() == null
                    && problem instanceof IOException
                    && fault.fault().code() == FaultCode.CONNECTION_LOST) {
                throw new NoAnswerException(problem);
            }
            throw fault;
        } finally {
            if (!exchange.isDone()) {
                exchange.cancel(true);
                var body = collector.get();
                if (body != null) {
                    body.stop();
                }
            }
        }
    }

    private static long announcedLength(HttpResponse.ResponseInfo head) {
        var text = head.headers().firstValue("Content-Length").orElse("");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static HttpAnswer decoded(HttpResponse<byte[]> raw, long maxBytes) {
        try {
            var encodings = String.join(",", raw.headers().allValues("Content-Encoding"));
            return new HttpAnswer(
                    raw.statusCode(),
                    raw.uri(),
                    raw.headers(),
                    ContentDecoding.decode(encodings, raw.body(), maxBytes));
        } catch (BodyTooLargeException e) {
            throw HttpFaults.of(e);
        }
    }

    /** The connection ended before a single header came. */
    private static final class NoAnswerException extends Exception {

        private static final long serialVersionUID = 1L;

        NoAnswerException(Throwable problem) {
            super(problem);
        }

        Throwable problem() {
            return getCause() == null ? this : getCause();
        }
    }
}
