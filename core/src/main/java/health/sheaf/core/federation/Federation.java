package health.sheaf.core.federation;

import health.sheaf.core.identity.Person;
import health.sheaf.core.policy.LocatePermit;
import health.sheaf.core.policy.Permit;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.MaintenanceWindow;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceId;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks many sources at once. The one place that calls connectors for the record; every answer
 * passes the {@link Guard} before anybody sees it.
 */
public final class Federation implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Federation.class);

    private final List<Source> sources;
    private final Guard guard;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ExecutorService calls =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("source-", 0).factory());

    public Federation(List<Source> sources, FhirJson json, Clock clock, LongSupplier nanoTime) {
        this.sources = List.copyOf(sources);
        this.guard = new Guard(json);
        this.clock = clock;
        this.nanoTime = nanoTime;
        if (sources.stream().map(Source::id).distinct().count() != sources.size()) {
            throw new InvalidValueException("two sources have the same id");
        }
    }

    public List<Source> sources() {
        return sources;
    }

    public Optional<Source> source(SourceId id) {
        return sources.stream().filter(source -> source.id().equals(id)).findFirst();
    }

    /**
     * What is asked of the sources.
     *
     * @param person about whom
     * @param keys under which key each source is asked
     * @param resourceTypes which types
     * @param filters conditions to push down
     * @param leaveOut sources that are not asked, each with the reason
     */
    public record Question(
            Person person,
            Function<SourceId, PatientKey> keys,
            Set<String> resourceTypes,
            List<SearchFilter> filters,
            Map<SourceId, String> leaveOut) {

        Set<String> typesWithPatient() {
            var types = new HashSet<>(resourceTypes);
            types.add("Patient");
            return types;
        }

        Set<Section> sections() {
            return Section.ofAll(typesWithPatient());
        }
    }

    /** Which sources a question goes to. Those that hold nothing of it, or rest, are not asked. */
    public List<SourceId> plan(Question question) {
        return sources.stream()
                .filter(source -> whyNot(source, question).isEmpty())
                .map(Source::id)
                .toList();
    }

    /** Asks. Answers come as they come; the sources that are not asked answer so at once. */
    public Gathering gather(Permit permit, Question question) {
        var arriving = new LinkedBlockingQueue<SourceAnswer>();
        var under = new ArrayList<Future<?>>();
        for (var source : sources) {
            var whyNot = whyNot(source, question);
            if (whyNot.isPresent()) {
                arriving.add(SourceAnswer.notAsked(source, whyNot.get()));
            } else {
                under.add(calls.submit(() -> arriving.add(ask(permit, source, question))));
            }
        }
        return new Gathering(arriving, under, new HashSet<>(sources));
    }

    private Optional<String> whyNot(Source source, Question question) {
        var definition = source.definition();
        var leftOut = question.leaveOut().get(source.id());
        if (leftOut != null) {
            return Optional.of(leftOut);
        }
        boolean holdsSome =
                definition.holds().isEmpty()
                        || question.sections().stream().anyMatch(definition.holds()::contains);
        if (!holdsSome) {
            return Optional.of("it holds nothing of what was asked");
        }
        var now = ZonedDateTime.now(clock);
        return definition.maintenance().stream()
                .filter(window -> window.covers(now))
                .map(MaintenanceWindow::until)
                .findFirst()
                .map(until -> "planned downtime until " + until);
    }

    private SourceAnswer ask(Permit permit, Source source, Question question) {
        long started = nanoTime.getAsLong();
        var sections = question.sections();
        var deadline = Deadline.in(giveUp(source, permit.patience().giveUp()), nanoTime);
        try {
            var refused = source.gate().enter(deadline);
            if (refused.isPresent()) {
                return SourceAnswer.failed(source, sections, refused.get(), since(started));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SourceAnswer.failed(source, sections, CANCELLED, since(started));
        }
        var lesson = SourceGate.Lesson.NOTHING;
        try {
            var key = question.keys().apply(source.id());
            var result = fetch(permit, source, question, key, deadline);
            lesson = Thread.currentThread().isInterrupted() ? lesson : lessonOf(result);
            var finding = guard.inspect(result.entries(), key);
            return SourceAnswer.guarded(source, result, finding, sections, since(started));
        } catch (RuntimeException e) {
            // The border to a connector's code: whatever it throws must not take the other sources
            // with it.
            LOG.error(
                    "The connector of {} broke its contract: {}",
                    source.id(),
                    e.getClass().getName());
            return SourceAnswer.failed(source, sections, BROKEN, since(started));
        } finally {
            source.gate().leave(lesson);
        }
    }

    private static FetchResult fetch(
            Permit permit, Source source, Question question, PatientKey key, Deadline deadline) {
        var request =
                new FetchRequest(
                        key,
                        question.typesWithPatient(),
                        question.filters(),
                        source.definition().limits().maxEntries());
        var result = source.connector().fetch(permit, request, deadline);
        // A local key may have died in a merge: the number is asked before the source is said not
        // to know the patient.
        if (key instanceof PatientKey.Local local && saysNotKnown(result)) {
            var byNumber =
                    new FetchRequest(
                            new PatientKey.National(local.nhsNumber()),
                            request.resourceTypes(),
                            request.filters(),
                            request.maxEntries());
            return source.connector().fetch(permit, byNumber, deadline);
        }
        return result;
    }

    private static boolean saysNotKnown(FetchResult result) {
        return result.outcomes().values().stream()
                .anyMatch(outcome ->
                        outcome instanceof Outcome.Failed(SourceFault fault)
                                && fault.code() == FaultCode.PATIENT_NOT_KNOWN);
    }

    private static SourceGate.Lesson lessonOf(FetchResult result) {
        var lesson = SourceGate.Lesson.WELL;
        for (var outcome : result.outcomes().values()) {
            var code =
                    switch (outcome) {
                        case Outcome.Complete complete -> null;
                        case Outcome.Partial partial -> partial.missing().code();
                        case Outcome.Failed failed -> failed.fault().code();
                    };
            if (code == null) {
                continue;
            }
            switch (lessonOf(code)) {
                case DOWN -> {
                    return SourceGate.Lesson.DOWN;
                }
                case DISTRESSED -> lesson = SourceGate.Lesson.DISTRESSED;
                case WELL, NOTHING -> {}
            }
        }
        return lesson;
    }

    private static SourceGate.Lesson lessonOf(FaultCode code) {
        if (code == FaultCode.THROTTLED) {
            return SourceGate.Lesson.DISTRESSED;
        }
        return code.blame() == FaultCode.Blame.SOURCE_DOWN
                ? SourceGate.Lesson.DOWN
                : SourceGate.Lesson.WELL;
    }

    /**
     * Looks for patients in every source that can be searched.
     *
     * @param query by number or by demographics
     * @return one answer for each source; entries are Patients
     */
    public Gathering locate(LocatePermit permit, PatientQuery query) {
        var arriving = new LinkedBlockingQueue<SourceAnswer>();
        var under = new ArrayList<Future<?>>();
        for (var source : sources) {
            under.add(calls.submit(() -> arriving.add(find(permit, source, query))));
        }
        return new Gathering(arriving, under, new HashSet<>(sources));
    }

    private SourceAnswer find(LocatePermit permit, Source source, PatientQuery query) {
        long started = nanoTime.getAsLong();
        var sections = Set.of(Section.DEMOGRAPHICS);
        var finder = source.connector().patients();
        if (finder.isEmpty()) {
            return SourceAnswer.notAsked(source, "it cannot be searched for patients");
        }
        var deadline = Deadline.in(giveUp(source, permit.patience().giveUp()), nanoTime);
        try {
            var refused = source.gate().enter(deadline);
            if (refused.isPresent()) {
                return SourceAnswer.failed(source, sections, refused.get(), since(started));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SourceAnswer.failed(source, sections, CANCELLED, since(started));
        }
        var lesson = SourceGate.Lesson.NOTHING;
        try {
            var result = finder.get().find(permit, query, deadline);
            lesson = lessonOf(result);
            return found(source, result, query, started);
        } catch (RuntimeException e) {
            LOG.error(
                    "The finder of {} broke its contract: {}", source.id(), e.getClass().getName());
            return SourceAnswer.failed(source, sections, BROKEN, since(started));
        } finally {
            source.gate().leave(lesson);
        }
    }

    private SourceAnswer found(
            Source source, FetchResult result, PatientQuery query, long started) {
        var patients =
                result.entries().stream()
                        .filter(entry -> entry.resource().type().equals("Patient"))
                        .filter(entry -> answers(entry, query))
                        .toList();
        return new SourceAnswer(
                source,
                patients,
                Set.of(),
                result.outcomes(),
                result.freshness(),
                0,
                null,
                null,
                since(started));
    }

    /** A source that is asked for a number and answers with another one is not believed. */
    private static boolean answers(Entry patient, PatientQuery query) {
        return switch (query) {
            case PatientQuery.ByNhsNumber(var number) ->
                    PatientNumbers.of(patient.resource()).equals(Set.of(number.value()));
            case PatientQuery.ByDemographics demographics -> true;
        };
    }

    /**
     * The patient a native resource belongs to.
     *
     * @throws SourceFaultException where the source cannot answer
     */
    public Optional<Entry> subjectOf(
            LocatePermit permit, Source source, String resourceType, String nativeId) {
        var finder = source.connector().patients();
        if (finder.isEmpty()) {
            return Optional.empty();
        }
        var deadline = Deadline.in(giveUp(source, permit.patience().showBy()), nanoTime);
        try {
            var refused = source.gate().enter(deadline);
            if (refused.isPresent()) {
                throw new SourceFaultException(refused.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceFaultException(CANCELLED);
        }
        var lesson = SourceGate.Lesson.NOTHING;
        try {
            var subject = finder.get().subjectOf(permit, resourceType, nativeId, deadline);
            lesson = SourceGate.Lesson.WELL;
            return subject;
        } catch (SourceFaultException e) {
            lesson = lessonOf(e.fault().code());
            throw e;
        } finally {
            source.gate().leave(lesson);
        }
    }

    private static Duration giveUp(Source source, Duration patience) {
        var own = source.definition().limits().giveUp();
        return own.compareTo(patience) < 0 ? own : patience;
    }

    private Duration since(long started) {
        return Duration.ofNanos(nanoTime.getAsLong() - started);
    }

    private static final SourceFault CANCELLED =
            new SourceFault(FaultCode.TIMED_OUT, "the question was given up");

    private static final SourceFault BROKEN =
            new SourceFault(FaultCode.INTERNAL, "our connector to this system failed");

    @Override
    public void close() {
        calls.shutdownNow();
        sources.forEach(source -> source.connector().close());
    }
}
