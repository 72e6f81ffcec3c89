package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One client cannot take what is there for all. */
final class LimitsTest {

    private static String metrics(TestRegion region) {
        return region.send(region.bare("http://127.0.0.1:" + region.adminPort() + "/prometheus"))
                .body();
    }

    private static void assertSlowDown(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.body()).contains("SHF-HTTP-107", "throttled", "OperationOutcome");
    }

    @Test
    void whoAsksTooOftenIsToldWhenToAskAgain() throws InterruptedException, ExecutionException {
        try (var region = new TestRegion("clients: {requests-per-second: 5, at-once: 100}");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var person = region.personId();
            int written = region.ports().events().size();
            Callable<HttpResponse<String>> ask = () -> region.get("/Patient/" + person);
            var asked = IntStream.range(0, 60).mapToObj(i -> threads.submit(ask)).toList();
            int refused = 0;
            int answered = 0;
            for (Future<HttpResponse<String>> each : asked) {
                var response = each.get();
                if (response.statusCode() == 200) {
                    answered++;
                } else {
                    assertSlowDown(response);
                    refused++;
                }
            }

            assertThat(refused).isPositive();
            assertThat(metrics(region))
                    .contains("sheaf_requests_limited_total{limit=\"rate\"} " + refused + ".0");
            // What was not asked is not in the log; each that was is there with two events.
            assertThat(region.ports().events()).hasSize(written + 2 * answered);
            // Another user, and who needs no token, are not concerned.
            var other = region.issuer().token(claims -> claims.subject("u-2"));
            assertThat(
                            region.send(
                                            region.bare("/Patient/" + person)
                                                    .header("Authorization", "Bearer " + other))
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(region.send(region.bare("/metadata")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoHasTooMuchUnderWayIsToldToWait() throws InterruptedException, ExecutionException {
        try (var region = new TestRegion("clients: {requests-per-second: 10000, at-once: 2}");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var person = region.personId();
            region.hospital().hang(true);
            var path = "/Patient/" + person + "/$everything";
            var first = threads.submit(() -> region.get(path));
            var second = threads.submit(() -> region.get(path));
            long end = System.nanoTime() + 4_000_000_000L;
            HttpResponse<String> third;
            do {
                LockSupport.parkNanos(20_000_000);
                third = region.get("/Patient/unknown");
            } while (third.statusCode() != 429 && System.nanoTime() < end);

            assertSlowDown(third);
            assertThat(metrics(region)).contains("sheaf_requests_limited_total{limit=\"at-once\"}");
            region.hospital().hang(false);
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(second.get().statusCode()).isEqualTo(200);
            assertThat(region.get("/Patient/unknown").statusCode()).isEqualTo(404);
        }
    }
}
