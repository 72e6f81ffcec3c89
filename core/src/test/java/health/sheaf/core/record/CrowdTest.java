package health.sheaf.core.record;

import static health.sheaf.core.federation.Faults.fault;
import static health.sheaf.core.federation.Faults.source;
import static health.sheaf.core.federation.Json.GP;
import static health.sheaf.core.federation.Json.patient;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.core.federation.FakeConnector;
import health.sheaf.core.federation.Source;
import health.sheaf.core.federation.Verdict;
import health.sheaf.core.policy.Requester;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Very many at once: what reaches a source, and what is left over when they go away. */
final class CrowdTest {

    private static final int PLACES = 4;

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile boolean down;

    @Test
    void twoThousandUsersReachASourceAFewAtATime() {
        var connector = FakeConnector.answering(this::slowly);
        var platform = new Platform(limited(connector));

        ask(platform, 2_000);

        assertThat(most).hasValueLessThanOrEqualTo(PLACES);
        assertThat(connector.asked.get()).isPositive();
        assertThat(platform.journal.stream().filter(e -> e.contains("\"kind\":\"answer\"")))
                .as("each was decided and written down by itself")
                .hasSize(2_000);
        assertThat(verdict(platform, "one more")).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void aSourceThatComesBackIsNotOverrunByThoseWhoWaited() {
        var connector = FakeConnector.answering(this::slowly);
        var platform = new Platform(limited(connector));
        down = true;
        ask(platform, 200);
        int whileDown = connector.asked.get();
        down = false;
        most.set(0);

        ask(platform, 2_000);

        assertThat(whileDown).as("the breaker opened").isLessThan(20);
        // It is tried again by one call, ten seconds after it opened: nobody storms it before.
        assertThat(most).hasValueLessThanOrEqualTo(1);
    }

    @Test
    void tenThousandWhoGoAwayLeaveNothingBehind() throws Exception {
        var stopped = new AtomicInteger();
        var hanging = new AtomicInteger();
        var connector =
                FakeConnector.answering(request -> {
                    if (down) {
                        hanging.incrementAndGet();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            stopped.incrementAndGet();
                            Thread.currentThread().interrupt();
                        }
                        return FetchResult.failed(request.sections(), fault(FaultCode.TIMED_OUT));
                    }
                    return slowly(request);
                });
        var platform = new Platform(limited(connector));
        down = true;
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10_000; i++) {
                var user = "u" + i;
                clients.execute(() -> read(platform, user));
            }
            while (hanging.get() < PLACES) {
                Thread.sleep(1);
            }
            clients.shutdownNow();
            assertThat(clients.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        }
        down = false;

        // Every place is free again: four users at once are answered.
        assertThat(verdict(platform, "one more")).isEqualTo(Verdict.ANSWERED);
        assertThat(stopped.get()).isEqualTo(hanging.get());
        ask(platform, 50);
        assertThat(most).hasValueLessThanOrEqualTo(PLACES);
    }

    private FetchResult slowly(FetchRequest request) {
        if (down) {
            return FetchResult.failed(request.sections(), fault(FaultCode.CONNECT_FAILED));
        }
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        LockSupport.parkNanos(100_000);
        inside.decrementAndGet();
        return new FetchResult(
                Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(1)),
                List.of(patient(GP, "1", Platform.NUMBER.value())),
                Remainder.none(),
                new Freshness.Live());
    }

    private static Source limited(FakeConnector connector) {
        var limits = new SourceLimits(PLACES, 1e6, 100, 1_000_000, 10, Duration.ofSeconds(30));
        return source(GP, connector, limits, List.of(), Section.DEMOGRAPHICS);
    }

    private static void ask(Platform platform, int users) {
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < users; i++) {
                var user = "u" + i;
                clients.execute(() -> read(platform, user));
            }
        }
    }

    private static RecordAnswer read(Platform platform, String user) {
        var requester =
                new Requester(
                        new EndUser(user, "Dr A Test", "clinician", new OdsCode("RR8")),
                        Set.of("user/*.rs"),
                        Set.of(Purpose.DIRECT_CARE),
                        Purpose.DIRECT_CARE,
                        "request-" + user);
        return platform.records.read(requester, platform.person.id(), RecordQuestion.everything());
    }

    private static Verdict verdict(Platform platform, String user) {
        return read(platform, user) instanceof RecordAnswer.Answered answered
                ? answered.emission().payload().ledger().line(GP).orElseThrow().verdict()
                : Verdict.NOT_ASKED;
    }
}
