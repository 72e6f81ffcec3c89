package health.sheaf.kit;

import static health.sheaf.kit.ContractProbe.PATIENT;
import static health.sheaf.kit.ContractProbe.assertDiscreet;
import static health.sheaf.kit.ContractProbe.assertFailed;
import static health.sheaf.kit.ContractProbe.assertMissing;
import static health.sheaf.kit.ContractProbe.assertTimedOut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FaultCode.Blame;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * What every connector must do, whatever its protocol. A connector's own test extends it (kit at
 * test scope) and inherits every test:
 *
 * <pre>{@code
 * final class JdbcConnectorContractTest extends ConnectorContractTest {
 *
 *     @Override
 *     protected SourceUnderTest start() {
 *         return new PostgresSource(); // filled with SharedPatients.all(), behind a FaultProxy
 *     }
 *
 *     @Override
 *     protected boolean has(Behaviour behaviour) {
 *         return switch (behaviour) {
 *             // Rows become resources by a map, which writes what it has columns for.
 *             case GIVES_RESOURCES_WHOLE -> false;
 *             default -> super.has(behaviour);
 *         };
 *     }
 * }
 * }</pre>
 *
 * <p>An ability is either asserted to work or, where it is denied, asserted to fail in the agreed
 * way; nothing is skipped because a connector says that it cannot. What {@link
 * health.sheaf.spi.Capabilities} declare is taken at its word and tested; {@link #has} is for what
 * they do not say.
 *
 * <p>The source is started once for the class; each test gets a fresh connector and a proxy that
 * passes everything. A fault that did not strike fails its test, and after each fault the same
 * connector must give the whole chart again.
 */
public abstract class ConnectorContractTest extends AnswerContract {

    private static final Duration DEADLINE = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(200);
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Duration SETTLE = Duration.ofMillis(150);
    private static final int CORRUPT_BYTES = 16;
    private static final int AT_ONCE = 40;

    @Test
    final void aSlowSourceIsNotWaitedForBeyondTheDeadline() {
        assertReturnsInTime(new Fault.Latency(NEVER, Duration.ZERO));
    }

    @Test
    final void aSourceThatNeverAnswersIsNotWaitedForBeyondTheDeadline() {
        assertReturnsInTime(new Fault.BlackHole());
    }

    @Test
    final void aDribbleIsNotWaitedForBeyondTheDeadline() {
        assertReturnsInTime(new Fault.Dribble(20));
    }

    @Test
    final void aSourceThatHangsAfterTheHeadersIsNotWaitedForBeyondTheDeadline() {
        assertReturnsInTime(
                has(Behaviour.ANSWERS_WITH_HEADERS)
                        ? new Fault.HangAfterHeaders()
                        : new Fault.HangAfter(1));
    }

    @Test
    final void aSourceThatHangsInTheMiddleOfAnAnswerGivesNothingOfThatAnswer() {
        assertReturnsInTime(new Fault.HangAfter(middleOfTheLongestAnswer()));
    }

    private void assertReturnsInTime(Fault fault) {
        warmUp();
        Punctual.within(
                DEADLINE.plus(GRACE),
                () -> {
                    var result = new AtomicReference<FetchResult>();
                    var took = Punctual.timed(() -> result.set(fetchUnder(fault, DEADLINE)));
                    assertTimedOut(result.get());
                    assertHonest(result.get());
                    assertRecovers();
                    return took;
                });
    }

    @Test
    final void aDeadlineThatHasPassedAsksNothing() {
        warmUp();
        long before = source().proxy().counters().bytesFromClients();

        var result = probe().fetch(probe().key(SharedPatients.fullest()), Duration.ZERO);

        assertFailed(result, sections(), FaultCode.TIMED_OUT);
        // What was sent all the same needs a moment to arrive.
        LockSupport.parkNanos(SETTLE.toNanos());
        assertThat(source().proxy().counters().bytesFromClients()).isEqualTo(before);
    }

    @Test
    final void aRefusedConnectionIsSaidToBeOne() {
        source().proxy().set(new Fault.Refuse());
        var cold = probe().fetch(probe().key(SharedPatients.fullest()), PATIENT);
        assertFailed(cold, sections(), FaultCode.CONNECT_FAILED);

        assertRecovers();
        source().proxy().set(new Fault.Refuse());
        // A question may still find a connection of the pool, which is reset under it.
        var warm = probe().fetch(probe().key(SharedPatients.fullest()), PATIENT);
        assertFailed(warm, sections(), FaultCode.CONNECT_FAILED, FaultCode.CONNECTION_LOST);
        var next = probe().fetch(probe().key(SharedPatients.fullest()), PATIENT);
        assertFailed(next, sections(), FaultCode.CONNECT_FAILED);
        assertRecovers();
    }

    @Test
    final void anAnswerCutShortGivesNothingOfThatAnswer() {
        assertBroken(new Fault.CutAfter(middleOfTheLongestAnswer()));
    }

    @Test
    final void aResetInTheMiddleGivesNothingOfThatAnswer() {
        assertBroken(new Fault.ResetAfter(middleOfTheLongestAnswer()));
    }

    @Test
    final void anAnswerThatIsHalfClosedGivesNothingOfThatAnswer() {
        assertBroken(new Fault.HalfCloseAfter(middleOfTheLongestAnswer()));
    }

    @Test
    final void aConnectionClosedWithoutAnAnswerIsNoEmptyChart() {
        assertBroken(new Fault.CutAfter(0));
    }

    @Test
    final void aCorruptedAnswerGivesNothingOfThatAnswer() {
        var fault = new Fault.Corrupt(middleOfTheLongestAnswer(), CORRUPT_BYTES);
        if (has(Behaviour.NOTICES_CORRUPTION)) {
            assertBroken(fault);
            return;
        }
        var result = fetchUnder(fault, PATIENT);
        assertThat(result.outcomes().keySet()).isEqualTo(sections());
        assertRecovers();
    }

    private void assertBroken(Fault fault) {
        warmUp();
        var result = fetchUnder(fault, Duration.ofSeconds(10));
        assertMissing(result, EnumSet.of(Blame.SOURCE_DOWN, Blame.SOURCE_DATA));
        assertHonest(result);
        assertRecovers();
    }

    @Test
    final void connectionsThatDiedWhileIdleAreReplaced() {
        warmUp();
        source().proxy().resetConnections();

        assertHonest(probe().fetch(probe().key(SharedPatients.fullest()), PATIENT));
        assertRecovers();
    }

    @Test
    final void interruptionStopsAQuestion() {
        warmUp();
        Punctual.within(
                GRACE,
                () -> {
                    source().proxy().set(new Fault.BlackHole());
                    int before = source().proxy().counters().strikes();
                    var result = new AtomicReference<FetchResult>();
                    var asking =
                            Thread.ofVirtual()
                                    .start(() ->
                                            result.set(
                                                    probe().fetch(
                                                                    probe().key(
                                                                                    SharedPatients
                                                                                            .fullest()),
                                                                    PATIENT)));
                    await(() -> source().proxy().counters().strikes() > before);
                    var took =
                            Punctual.timed(() -> {
                                asking.interrupt();
                                join(asking);
                            });
                    assertThat(result.get()).as("it returns, it does not throw").isNotNull();
                    assertThat(ContractProbe.faults(result.get())).isNotEmpty();
                    assertThat(result.get().entries()).isEmpty();
                    assertRecovers();
                    return took;
                });
    }

    @Test
    final void manyQuestionsAtOnceDoNotMix() throws InterruptedException, ExecutionException {
        warmUp();
        var patients = SharedPatients.all();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<FetchResult>>();
            for (int i = 0; i < AT_ONCE; i++) {
                var patient = patients.get(i % patients.size());
                Callable<FetchResult> question = () -> probe().fetch(probe().key(patient), PATIENT);
                answers.add(threads.submit(question));
            }
            for (int i = 0; i < AT_ONCE; i++) {
                var patient = patients.get(i % patients.size());
                if (patient.numberAtSource() || has(Behaviour.FETCH_BY_LOCAL_KEY)) {
                    probe().assertWhole(answers.get(i).get(), patient, source().resourceTypes());
                }
            }
        }
    }

    @Test
    final void aFinderFailsAsProperlyAsAFetch() {
        if (connector().patients().isEmpty() || !has(Behaviour.FIND_BY_NHS_NUMBER)) {
            return;
        }
        var one = SharedPatients.fullest();
        var query = new PatientQuery.ByNhsNumber(one.nhsNumber());
        var resource = one.resources(source().resourceTypes()).getLast();
        source().proxy().set(new Fault.BlackHole());
        Punctual.within(
                DEADLINE.plus(GRACE),
                () ->
                        Punctual.timed(() ->
                                assertFailed(
                                        finder().find(
                                                        TestAuthority.directCare(),
                                                        query,
                                                        ContractProbe.in(DEADLINE)),
                                        Set.of(Section.DEMOGRAPHICS),
                                        FaultCode.TIMED_OUT)));
        source().proxy().set(new Fault.Refuse());
        assertFailed(
                find(query),
                Set.of(Section.DEMOGRAPHICS),
                FaultCode.CONNECT_FAILED,
                FaultCode.CONNECTION_LOST);
        if (has(Behaviour.SUBJECT_OF)) {
            assertThatThrownBy(() ->
                            finder().subjectOf(
                                            TestAuthority.directCare(),
                                            resource.type(),
                                            source().nativeId(resource),
                                            ContractProbe.in(PATIENT)))
                    .as("not to know is not the same as to know of nothing")
                    .isInstanceOfSatisfying(
                            SourceFaultException.class,
                            e -> {
                                assertThat(e.fault().code()).isEqualTo(FaultCode.CONNECT_FAILED);
                                assertDiscreet(e);
                            });
        }
        source().proxy().set(new Fault.Pass());
        assertThat(find(query).entries()).hasSize(1);
    }

    @Test
    final void closingReleasesEveryConnection() {
        warmUp();

        connector().close();

        await(() -> source().proxy().counters().open() == 0);
    }

    /** A first question, so that a fault meets a connector which is at work already. */
    private void warmUp() {
        var result = probe().fetch(probe().key(SharedPatients.fullest()), PATIENT);
        probe().assertWhole(result, SharedPatients.fullest(), source().resourceTypes());
    }

    private long middleOfTheLongestAnswer() {
        warmUp();
        source().proxy().forgetLongestAnswer();
        warmUp();
        long longest = source().proxy().counters().longestAnswer();
        assertThat(longest).as("the source is asked through the proxy").isPositive();
        return longest / 2;
    }

    private FetchResult fetchUnder(Fault fault, Duration wait) {
        int before = source().proxy().counters().strikes();
        source().proxy().set(fault);
        var result = probe().fetch(probe().key(SharedPatients.fullest()), wait);
        assertThat(source().proxy().counters().strikes())
                .as("%s really struck", fault)
                .isGreaterThan(before);
        return result;
    }

    private void assertHonest(FetchResult result) {
        probe().assertHonest(result, SharedPatients.fullest(), source().resourceTypes());
    }

    private void assertRecovers() {
        source().proxy().set(new Fault.Pass());
        // What the fault left behind in a pool may cost one question, not two.
        var first = probe().fetch(probe().key(SharedPatients.fullest()), PATIENT);
        assertHonest(first);
        warmUp();
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(condition.getAsBoolean()).as("happens within three seconds").isTrue();
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(PATIENT)).as("it returns at all").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
