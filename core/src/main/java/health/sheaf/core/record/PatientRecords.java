package health.sheaf.core.record;

import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.audit.Emission;
import health.sheaf.core.audit.Receipt;
import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.LedgerLines;
import health.sheaf.core.federation.SourceAnswer;
import health.sheaf.core.identity.IdentityIndex;
import health.sheaf.core.identity.Link;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.core.identity.Restriction;
import health.sheaf.core.merge.Merge;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.policy.AccessFacts;
import health.sheaf.core.policy.Decision;
import health.sheaf.core.policy.EvidencePermit;
import health.sheaf.core.policy.Interaction;
import health.sheaf.core.policy.LocatePermit;
import health.sheaf.core.policy.Permit;
import health.sheaf.core.policy.Policy;
import health.sheaf.core.policy.Refusal;
import health.sheaf.core.policy.Relationship;
import health.sheaf.core.policy.Release;
import health.sheaf.core.policy.Requester;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The use case: one person's record for one question, by one user, at one time. Policy decides,
 * identity says where to ask, federation asks, the guard refuses what is somebody else's, policy
 * looks at each entry again, merge makes one record, audit writes it down; only then does it leave.
 */
public final class PatientRecords {

    private final IdentityIndex identity;
    private final Policy policy;
    private final AuditLog audit;
    private final Federation federation;
    private final Assembly assembly;
    private final ResourceIds ids;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Coalescing coalescing = new Coalescing();
    private final PatientSearch search;

    /**
     * @param clock for what is shown and written down
     * @param nanoTime for deadlines, monotonic
     */
    public PatientRecords(
            IdentityIndex identity,
            Policy policy,
            Release release,
            AuditLog audit,
            Federation federation,
            Merge merge,
            ResourceIds ids,
            Clock clock,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.policy = policy;
        this.audit = audit;
        this.federation = federation;
        this.ids = ids;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.assembly = new Assembly(release, new LedgerLines(clock), merge, clock);
        this.search =
                new PatientSearch(
                        identity, policy, audit, federation, release, assembly, clock, nanoTime);
    }

    /**
     * A person's record, as far as the sources answer until the role's show-by.
     *
     * @throws health.sheaf.core.audit.AuditUnavailableException where nothing can be written down
     */
    public RecordAnswer read(Requester requester, PersonId person, RecordQuestion question) {
        return read(requester, person, question, Map.of());
    }

    /**
     * The same, without some sources.
     *
     * @param leaveOut sources that are not asked, each with the reason the ledger gives
     */
    public RecordAnswer read(
            Requester requester,
            PersonId personId,
            RecordQuestion question,
            Map<SourceId, String> leaveOut) {
        return read(requester, personId, question, leaveOut, record -> record);
    }

    private RecordAnswer read(
            Requester requester,
            PersonId personId,
            RecordQuestion question,
            Map<SourceId, String> leaveOut,
            UnaryOperator<PatientRecord> shown) {
        var known = identity.find(personId);
        var restriction = known.map(Person::restriction).orElse(Restriction.UNKNOWN);
        var decision = decide(requester, personId, restriction, question);
        var trail = new Trail(audit, clock, requester, personId, question.interaction(), decision);
        return switch (decision) {
            case Refusal refusal -> new RecordAnswer.Refused(refusal, trail.refused(refusal));
            case Permit permit ->
                    known.isEmpty()
                            ? new RecordAnswer.NotFound(trail.notFound())
                            : answer(
                                    requester,
                                    permit,
                                    trail,
                                    known.get(),
                                    question,
                                    leaveOut,
                                    shown);
            case LocatePermit other -> throw new AssertionError("a question to read was asked");
            case EvidencePermit other -> throw new AssertionError("a question to read was asked");
        };
    }

    private RecordAnswer answer(
            Requester requester,
            Permit permit,
            Trail trail,
            Person person,
            RecordQuestion question,
            Map<SourceId, String> leaveOut,
            UnaryOperator<PatientRecord> shown) {
        var showBy = Deadline.in(permit.patience().showBy(), nanoTime);
        var links = identity.links(person);
        var asked = question(person, links, question, leaveOut);
        var opening = trail.opening(federation.plan(asked));
        var key =
                Coalescing.Key.of(
                        requester, permit.policyVersion(), person.id(), question, leaveOut);
        var gathered = coalescing.once(key, () -> Gathered.of(federation, permit, asked, showBy));
        gathered.answers().forEach(trail::incident);
        learn(person, links, gathered.answers());
        var current =
                identity.restriction(person, Assembly.restriction(person, gathered.answers()));
        var record = shown.apply(assembly.assemble(permit, current, question, gathered));
        var receipt = trail.answer(opening, record.entries(), record.ledger());
        return new RecordAnswer.Answered(new Emission<>(receipt, record));
    }

    /**
     * One resource by its handed-out id. The subject is found first, then policy decides about that
     * person, and only then is the resource read.
     */
    public RecordAnswer readResource(Requester requester, String resourceType, String id) {
        if (resourceType.equals("Patient") && PersonId.isShaped(id)) {
            return read(
                    requester,
                    new PersonId(id),
                    new RecordQuestion(Set.of("Patient"), List.of(), "read Patient"));
        }
        var interaction = "read " + resourceType;
        var facts =
                new AccessFacts(
                        Interaction.LOCATE,
                        null,
                        Restriction.UNKNOWN,
                        Set.of(resourceType),
                        new Relationship.Unknown());
        var decision = policy.decide(requester, facts);
        var trail = new Trail(audit, clock, requester, null, interaction, decision);
        if (decision instanceof Refusal refusal) {
            return new RecordAnswer.Refused(refusal, trail.refused(refusal));
        }
        if (!(decision instanceof LocatePermit permit)) {
            throw new AssertionError("a question to locate was asked");
        }
        return switch (new SubjectLookup(identity, federation, ids)
                .find(permit, resourceType, id)) {
            case SubjectLookup.Owned owned ->
                    one(
                            read(
                                    requester,
                                    owned.person().id(),
                                    owned.question(interaction),
                                    owned.othersLeftOut(federation)),
                            resourceType,
                            id,
                            trail);
            case SubjectLookup.Silent(var source, var fault) ->
                    new RecordAnswer.SourceSilent(source, fault, trail.silent(source, fault));
            case SubjectLookup.Nobodys nobodys -> new RecordAnswer.NotFound(trail.notFound());
        };
    }

    /**
     * One resource by its handed-out id, out of one person's record: also one that is nobody's own,
     * such as a practitioner, and one whose id tells nothing by itself.
     */
    public RecordAnswer readResource(
            Requester requester, PersonId person, String resourceType, String id) {
        // Nobody can say which of the person's resources refers to what is nobody's own.
        var types =
                Section.of(resourceType).isPresent()
                        ? Set.of(resourceType)
                        : Section.allResourceTypes();
        var leaveOut =
                ids.resolve(resourceType, id)
                        .map(found -> SubjectLookup.othersLeftOut(federation, found.source()))
                        .orElse(Map.of());
        return read(
                requester,
                person,
                new RecordQuestion(types, List.of(), "read " + resourceType),
                leaveOut,
                record -> record.only(resourceType, id));
    }

    private static RecordAnswer one(
            RecordAnswer answer, String resourceType, String id, Trail trail) {
        return switch (answer) {
            case RecordAnswer.Answered(Emission<PatientRecord> emission) ->
                    emission.payload().entry(resourceType, id).isPresent()
                            ? answer
                            : new RecordAnswer.NotFound(trail.notFound());
            case RecordAnswer.Refused refused -> refused;
            case RecordAnswer.NotFound notFound -> notFound;
            case RecordAnswer.SourceSilent silent -> silent;
        };
    }

    /**
     * Part of a record that was read before and is still held for its own user. It is decided and
     * written down like every other access.
     *
     * @param shown what of it will be shown
     */
    public RecordAnswer showAgain(
            Requester requester,
            PersonId personId,
            RecordQuestion question,
            PatientRecord held,
            List<RecordEntry> shown) {
        var restriction =
                identity.find(personId).map(Person::restriction).orElse(Restriction.UNKNOWN);
        var decision = decide(requester, personId, restriction, question);
        var trail = new Trail(audit, clock, requester, personId, question.interaction(), decision);
        return switch (decision) {
            case Refusal refusal -> new RecordAnswer.Refused(refusal, trail.refused(refusal));
            case Permit permit ->
                    new RecordAnswer.Answered(
                            new Emission<>(trail.again(shown, held.ledger()), held));
            case LocatePermit other -> throw new AssertionError("a question to read was asked");
            case EvidencePermit other -> throw new AssertionError("a question to read was asked");
        };
    }

    /**
     * A person's record as it grows, until every source has answered or was given up.
     *
     * @return empty where the listener was told everything; else why it was told nothing
     */
    public Optional<RecordAnswer> stream(
            Requester requester,
            PersonId personId,
            RecordQuestion question,
            RecordListener listener) {
        var known = identity.find(personId);
        var restriction = known.map(Person::restriction).orElse(Restriction.UNKNOWN);
        var decision = decide(requester, personId, restriction, question);
        var trail = new Trail(audit, clock, requester, personId, question.interaction(), decision);
        if (decision instanceof Refusal refusal) {
            return Optional.of(new RecordAnswer.Refused(refusal, trail.refused(refusal)));
        }
        if (known.isEmpty()) {
            return Optional.of(new RecordAnswer.NotFound(trail.notFound()));
        }
        if (!(decision instanceof Permit permit)) {
            throw new AssertionError("a question to read was asked");
        }
        grow(permit, trail, known.get(), question, listener);
        return Optional.empty();
    }

    private void grow(
            Permit permit,
            Trail trail,
            Person person,
            RecordQuestion question,
            RecordListener listener) {
        var giveUp = Deadline.in(permit.patience().giveUp(), nanoTime);
        var links = identity.links(person);
        var asked = question(person, links, question, Map.of());
        var opening = trail.opening(federation.plan(asked));
        var answers = new ArrayList<SourceAnswer>();
        var current = person;
        try (var gathering = federation.gather(permit, asked)) {
            for (var next = gathering.next(giveUp);
                    next.isPresent();
                    next = gathering.next(giveUp)) {
                var answer = next.get();
                answers.add(answer);
                trail.incident(answer);
                // Until somebody has said that the person is not restricted, parts leave without
                // location.
                if (Assembly.restriction(person, List.of(answer)) == Restriction.RESTRICTED) {
                    current = identity.restriction(current, Restriction.RESTRICTED);
                }
                var shown = assembly.show(permit, current, question, answer);
                var entries =
                        assembly.merge()
                                .handOut(
                                        current,
                                        shown.answer().entries(),
                                        Assembly.ownIds(List.of(answer)));
                var line = assembly.line(shown, question);
                var receipt = trail.part(opening, line.source(), entries);
                listener.part(
                        new Emission<>(
                                receipt,
                                new RecordListener.Part(
                                        line, entries, gathering.waitingFor().size())));
            }
            close(
                    permit,
                    trail,
                    opening,
                    current,
                    question,
                    listener,
                    new Gathered(answers, gathering.waitingFor(), permit.patience().giveUp()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        learn(person, links, answers);
    }

    private void close(
            Permit permit,
            Trail trail,
            CompletableFuture<Receipt> opening,
            Person person,
            RecordQuestion question,
            RecordListener listener,
            Gathered gathered) {
        var current =
                identity.restriction(person, Assembly.restriction(person, gathered.answers()));
        var record = assembly.assemble(permit, current, question, gathered);
        var patient = record.entries().stream().filter(entry -> entry.origin() == null).toList();
        var receipt = trail.closing(opening, record.ledger());
        listener.closed(
                new Emission<>(
                        receipt,
                        new RecordListener.Closing(patient, record.ledger(), record.conflicts())));
    }

    /** The persons that match a query. */
    public FindAnswer find(Requester requester, PatientQuery query) {
        return search.find(requester, query);
    }

    private Decision decide(
            Requester requester,
            PersonId personId,
            Restriction restriction,
            RecordQuestion question) {
        return policy.decide(
                requester,
                new AccessFacts(
                        Interaction.READ,
                        personId,
                        restriction,
                        question.resourceTypes(),
                        declared(requester)));
    }

    /**
     * Until evidence is gathered from the sources, a relationship is what the user's role and
     * purpose declare.
     */
    static Relationship declared(Requester requester) {
        return new Relationship.SelfDeclared(
                "acts as " + requester.user().role() + " for " + requester.purpose().code());
    }

    private static Federation.Question question(
            Person person,
            List<Link> links,
            RecordQuestion question,
            Map<SourceId, String> leaveOut) {
        return new Federation.Question(
                person,
                source -> IdentityIndex.keyFor(person, links, source),
                question.resourceTypes(),
                question.filters(),
                leaveOut);
    }

    private void learn(Person person, List<Link> links, List<SourceAnswer> answers) {
        for (var answer : answers) {
            for (var localId : answer.ownIds()) {
                identity.learn(person, links, answer.source().id(), localId);
            }
        }
    }

    /** The source that a ledger line or entry names, for those who render. */
    public @Nullable String ownerOf(SourceId source) {
        return federation
                .source(source)
                .map(found -> found.definition().owner().value())
                .orElse(null);
    }
}
