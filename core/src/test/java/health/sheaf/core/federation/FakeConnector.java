package health.sheaf.core.federation;

import health.sheaf.spi.Authority;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connector of a few lines: it answers what it was told to, and counts how often it was asked.
 */
public final class FakeConnector implements Connector {

    public final AtomicInteger asked = new AtomicInteger();
    private final Function<FetchRequest, FetchResult> answer;
    private final List<Entry> patients;

    private final @Nullable SourceFault fault;

    private FakeConnector(Function<FetchRequest, FetchResult> answer, List<Entry> patients) {
        this(answer, patients, null);
    }

    private FakeConnector(
            Function<FetchRequest, FetchResult> answer,
            List<Entry> patients,
            @Nullable SourceFault fault) {
        this.answer = answer;
        this.patients = patients;
        this.fault = fault;
    }

    /** Answers completely, with these entries; what of them was not asked for is left out. */
    public static FakeConnector with(List<Entry> entries) {
        return new FakeConnector(
                request ->
                        new FetchResult(
                                complete(request.sections(), entries),
                                entries,
                                new Remainder(request.filters()),
                                new Freshness.Live()),
                entries.stream().filter(e -> e.resource().type().equals("Patient")).toList());
    }

    /** Fails in every section, and does not say whose a resource is. */
    public static FakeConnector failing(SourceFault fault) {
        return new FakeConnector(
                request -> FetchResult.failed(request.sections(), fault), List.of(), fault);
    }

    /** Answers in its own way. */
    public static FakeConnector answering(Function<FetchRequest, FetchResult> answer) {
        return new FakeConnector(answer, List.of());
    }

    /** Never answers, until it is interrupted. */
    public static FakeConnector hanging(CountDownLatch interrupted) {
        return new FakeConnector(
                request -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        Thread.currentThread().interrupt();
                    }
                    return FetchResult.failed(request.sections(), Faults.TIMED_OUT);
                },
                List.of());
    }

    private static Map<Section, Outcome> complete(Set<Section> sections, List<Entry> entries) {
        var outcomes = new EnumMap<Section, Outcome>(Section.class);
        for (var section : sections) {
            int count =
                    (int)
                            entries.stream()
                                    .filter(e -> e.section().filter(section::equals).isPresent())
                                    .count();
            outcomes.put(section, new Outcome.Complete(count));
        }
        return outcomes;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Section.allResourceTypes(), Map.of(), false, true);
    }

    @Override
    public FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline) {
        asked.incrementAndGet();
        return answer.apply(request);
    }

    @Override
    public Optional<PatientFinder> patients() {
        return Optional.of(
                new PatientFinder() {
                    @Override
                    public FetchResult find(
                            Authority.ToLocate authority, PatientQuery query, Deadline deadline) {
                        return new FetchResult(
                                Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(patients.size())),
                                patients,
                                Remainder.none(),
                                new Freshness.Live());
                    }

                    @Override
                    public Optional<Entry> subjectOf(
                            Authority.ToLocate authority,
                            String resourceType,
                            String nativeId,
                            Deadline deadline) {
                        if (fault != null) {
                            throw new SourceFaultException(fault);
                        }
                        return patients.stream().findFirst();
                    }
                });
    }

    @Override
    public void close() {}
}
