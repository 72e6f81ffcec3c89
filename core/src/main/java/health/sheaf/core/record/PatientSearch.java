package health.sheaf.core.record;

import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.audit.Emission;
import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.Ledger;
import health.sheaf.core.federation.PatientNumbers;
import health.sheaf.core.federation.Source;
import health.sheaf.core.federation.SourceAnswer;
import health.sheaf.core.identity.IdentityIndex;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.Restriction;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.policy.AccessFacts;
import health.sheaf.core.policy.Interaction;
import health.sheaf.core.policy.LocatePermit;
import health.sheaf.core.policy.Permit;
import health.sheaf.core.policy.Policy;
import health.sheaf.core.policy.Refusal;
import health.sheaf.core.policy.Relationship;
import health.sheaf.core.policy.Release;
import health.sheaf.core.policy.Requester;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Section;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Finds persons: asks the sources for patients, and knows them by the NHS numbers they carry. */
final class PatientSearch {

    /** More candidates than this help nobody to choose. */
    static final int MAX_PERSONS = 50;

    private static final String INTERACTION = "search Patient";

    private final IdentityIndex identity;
    private final Policy policy;
    private final AuditLog audit;
    private final Federation federation;
    private final Release release;
    private final Assembly assembly;
    private final Clock clock;
    private final LongSupplier nanoTime;

    PatientSearch(
            IdentityIndex identity,
            Policy policy,
            AuditLog audit,
            Federation federation,
            Release release,
            Assembly assembly,
            Clock clock,
            LongSupplier nanoTime) {
        this.identity = identity;
        this.policy = policy;
        this.audit = audit;
        this.federation = federation;
        this.release = release;
        this.assembly = assembly;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    FindAnswer find(Requester requester, PatientQuery query) {
        var decision =
                policy.decide(
                        requester,
                        new AccessFacts(
                                Interaction.LOCATE,
                                null,
                                Restriction.UNKNOWN,
                                Set.of("Patient"),
                                new Relationship.Unknown()));
        var trail = new Trail(audit, clock, requester, null, INTERACTION, decision);
        if (decision instanceof Refusal refusal) {
            return new FindAnswer.Refused(refusal, trail.refused(refusal));
        }
        if (!(decision instanceof LocatePermit permit)) {
            throw new AssertionError("a question to locate was asked");
        }
        var showBy = Deadline.in(permit.patience().showBy(), nanoTime);
        var opening = trail.opening(federation.sources().stream().map(Source::id).toList());
        Gathered gathered;
        try (var gathering = federation.locate(permit, query)) {
            gathered = Gathered.until(gathering, showBy, permit.patience().showBy());
        }
        var candidates = byNumber(gathered);
        var patients = new ArrayList<RecordEntry>();
        for (var candidate : candidates.byNumber().entrySet()) {
            if (patients.size() == MAX_PERSONS) {
                break;
            }
            var number = NhsNumber.parse(candidate.getKey());
            if (number.isPresent()) {
                patient(requester, query, number.get(), candidate.getValue(), gathered)
                        .ifPresent(patients::add);
            }
        }
        var ledger = ledger(gathered);
        var receipt = trail.answer(opening, patients, ledger);
        return new FindAnswer.Found(
                new Emission<>(
                        receipt, new FoundPatients(patients, candidates.withoutNumber(), ledger)));
    }

    private record Candidates(Map<String, List<Entry>> byNumber, int withoutNumber) {}

    private static Candidates byNumber(Gathered gathered) {
        var byNumber = new TreeMap<String, List<Entry>>();
        int without = 0;
        for (var answer : gathered.answers()) {
            for (var entry : answer.entries()) {
                var numbers = PatientNumbers.of(entry.resource());
                if (numbers.size() == 1) {
                    byNumber.computeIfAbsent(numbers.iterator().next(), number -> new ArrayList<>())
                            .add(entry);
                } else {
                    without++;
                }
            }
        }
        return new Candidates(byNumber, without);
    }

    /** One person among the candidates: known now, decided about, and shown as far as that goes. */
    private Optional<RecordEntry> patient(
            Requester requester,
            PatientQuery query,
            NhsNumber number,
            List<Entry> entries,
            Gathered gathered) {
        var person = identity.confirmed(number);
        var decision =
                policy.decide(
                        requester,
                        new AccessFacts(
                                Interaction.READ,
                                person.id(),
                                person.restriction(),
                                Set.of("Patient"),
                                PatientRecords.declared(requester)));
        var trail = new Trail(audit, clock, requester, person.id(), INTERACTION, decision);
        if (!(decision instanceof Permit permit)) {
            if (decision instanceof Refusal refusal) {
                trail.refused(refusal);
            }
            return Optional.empty();
        }
        var current = restricted(person, entries);
        if (current.restriction() == Restriction.RESTRICTED && isByPlace(query)) {
            // Finding a restricted person by where they live would tell where they live.
            return Optional.empty();
        }
        var links = identity.links(current);
        entries.forEach(entry ->
                identity.learn(current, links, entry.origin().source(), entry.origin().nativeId()));
        var released = release.release(permit, current.restriction(), entries).entries();
        var patient = assembly.merge().ownPatient(current, released, Assembly.rank(gathered));
        trail.disclosed(released);
        return patient;
    }

    private Person restricted(Person person, List<Entry> entries) {
        boolean marked = entries.stream().anyMatch(Release::isMarkedRestricted);
        if (marked) {
            return identity.restriction(person, Restriction.RESTRICTED);
        }
        return person.restriction() == Restriction.UNKNOWN
                ? identity.restriction(person, Restriction.NONE)
                : person;
    }

    private static boolean isByPlace(PatientQuery query) {
        return query instanceof PatientQuery.ByDemographics demographics
                && demographics.postcode() != null;
    }

    private Ledger ledger(Gathered gathered) {
        var sections = Set.of(Section.DEMOGRAPHICS);
        var lines = new ArrayList<Ledger.Line>();
        for (SourceAnswer answer : gathered.answers()) {
            // The candidates themselves are not part of the ledger, only how the search went.
            lines.add(assembly.lines().line(answer, sections, Map.of()));
        }
        for (var late : gathered.late()) {
            lines.add(assembly.lines().late(late, sections, gathered.waited()));
        }
        return new Ledger(lines, clock.instant());
    }
}
