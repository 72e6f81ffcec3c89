package health.sheaf.kit;

import health.sheaf.spi.BundlePage;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.JsonRefusedException;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The HTTP side of {@link ChartConnector}. */
final class ChartClient implements AutoCloseable {

    static final FhirJson JSON = new FhirJson(FhirJson.Limits.SOURCE);

    private static final long TOO_LONG_MILLIS = 400;
    private static final long ARRIVAL_MILLIS = 10_000;

    private final Defect defect;
    private final String address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger asking = new AtomicInteger();
    private volatile boolean failedBefore;
    private volatile boolean cut;

    ChartClient(Defect defect, String address) {
        this.defect = defect;
        this.address = address;
    }

    int askedAtOnce() {
        return asking.get();
    }

    /** Whether the last answer was broken and, by mistake, taken for the last page. */
    boolean lastWasCut() {
        return cut;
    }

    BundlePage post(String path, String body, Deadline deadline) {
        if (deadline.passed() && defect != Defect.ASKS_TOO_LATE) {
            throw fault(FaultCode.TIMED_OUT, "the time was over before it began");
        }
        if (defect == Defect.NEVER_RECOVERS && failedBefore) {
            throw fault(FaultCode.CONNECTION_LOST, "it failed once, so it is broken for good");
        }
        asking.incrementAndGet();
        try {
            return send(path, body, deadline);
        } catch (ExecutionException e) {
            failedBefore = true;
            if (defect == Defect.HALF_IS_WHOLE && !(e.getCause() instanceof ConnectException)) {
                cut = true;
                return new BundlePage("searchset", List.of(), Map.of(), null);
            }
            throw e.getCause() instanceof ConnectException
                    ? fault(FaultCode.CONNECT_FAILED, "nobody listens at the source")
                    : fault(FaultCode.CONNECTION_LOST, "the source broke off in its answer");
        } catch (JsonRefusedException e) {
            throw fault(FaultCode.MALFORMED, "the source answered what cannot be read");
        } finally {
            asking.decrementAndGet();
        }
    }

    private BundlePage send(String path, String body, Deadline deadline) throws ExecutionException {
        var request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var answer = http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        long millis = Math.max(1, deadline.remaining().toMillis());
        try {
            if (defect == Defect.WAITS_TOO_LONG) {
                millis += TOO_LONG_MILLIS;
            }
            if (defect == Defect.ASKS_TOO_LATE && deadline.passed()) {
                // Until the question has surely arrived, however busy the machine is.
                waitFor(answer, ARRIVAL_MILLIS);
                throw fault(FaultCode.TIMED_OUT, "the time was over, and it asked all the same");
            }
            var response = waitFor(answer, millis);
            if (response.statusCode() == 404) {
                throw fault(FaultCode.PATIENT_NOT_KNOWN, "the source does not know the patient");
            }
            return JSON.readBundle(response.body());
        } catch (TimeoutException e) {
            throw fault(FaultCode.TIMED_OUT, "the source did not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fault(FaultCode.TIMED_OUT, "nobody waits for the answer any more");
        } finally {
            answer.cancel(true);
        }
    }

    private HttpResponse<byte[]> waitFor(
            CompletableFuture<HttpResponse<byte[]>> answer, long millis)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (defect != Defect.IGNORES_INTERRUPTION) {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, 1_500));
        while (true) {
            try {
                return answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (InterruptedException ignored) {
                // That is the mistake.
            }
        }
    }

    private static SourceFaultException fault(FaultCode code, String detail) {
        return new SourceFaultException(new SourceFault(code, detail));
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
