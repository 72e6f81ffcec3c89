package health.sheaf.core.record;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.federation.LedgerLines;
import health.sheaf.core.federation.LocalReference;
import health.sheaf.core.federation.SourceAnswer;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.Restriction;
import health.sheaf.core.merge.Merge;
import health.sheaf.core.policy.Permit;
import health.sheaf.core.policy.Release;
import health.sheaf.spi.Entry;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Puts a record together from what was gathered: release, ledger, merge. Pure, but for the time it
 * is put together.
 */
final class Assembly {

    private final Release release;
    private final LedgerLines lines;
    private final Merge merge;
    private final Clock clock;

    Assembly(Release release, LedgerLines lines, Merge merge, Clock clock) {
        this.release = release;
        this.lines = lines;
        this.merge = merge;
        this.clock = clock;
    }

    /** What the answers say of the S-flag, together with what was known. */
    static Restriction restriction(Person person, List<SourceAnswer> answers) {
        boolean anyPatient = false;
        boolean allComplete = true;
        for (var answer : answers) {
            for (var entry : answer.entries()) {
                if (entry.resource().type().equals("Patient")) {
                    anyPatient = true;
                    if (Release.isMarkedRestricted(entry)) {
                        return Restriction.RESTRICTED;
                    }
                }
            }
            allComplete = allComplete && answer.incident() == null && !answer.ownIds().isEmpty();
        }
        return switch (person.restriction()) {
            // Once restricted, only sources that all answered and no longer say so can lift it.
            case RESTRICTED ->
                    allComplete && anyPatient ? Restriction.NONE : Restriction.RESTRICTED;
            case NONE -> Restriction.NONE;
            case UNKNOWN -> anyPatient ? Restriction.NONE : Restriction.UNKNOWN;
        };
    }

    /** The whole record. */
    PatientRecord assemble(
            Permit permit, Person person, RecordQuestion question, Gathered gathered) {
        var asked = Section.ofAll(question.resourceTypes());
        var ledger = new ArrayList<Ledger.Line>();
        var entries = new ArrayList<Entry>();
        for (var answer : gathered.answers()) {
            var shown = show(permit, person, question, answer);
            ledger.add(lines.line(shown.answer(), asked, shown.withheld()));
            entries.addAll(shown.answer().entries());
        }
        for (var late : gathered.late()) {
            ledger.add(lines.late(late, asked, gathered.waited()));
        }
        var merged = merge.merge(person, entries, ownIds(gathered.answers()), rank(gathered));
        return new PatientRecord(
                person, merged.entries(), new Ledger(ledger, clock.instant()), merged.conflicts());
    }

    /**
     * One source's answer as it may be shown.
     *
     * @param answer with the released entries only
     * @param withheld how many were kept back, per section
     */
    record Shown(SourceAnswer answer, Map<Section, Integer> withheld) {}

    Shown show(Permit permit, Person person, RecordQuestion question, SourceAnswer answer) {
        var released =
                release.release(permit, person.restriction(), wanted(question, answer.entries()));
        return new Shown(answer.with(released.entries()), released.withheld());
    }

    Ledger.Line line(Shown shown, RecordQuestion question) {
        return lines.line(
                shown.answer(), Section.ofAll(question.resourceTypes()), shown.withheld());
    }

    Merge merge() {
        return merge;
    }

    LedgerLines lines() {
        return lines;
    }

    static Map<SourceId, Set<String>> ownIds(List<SourceAnswer> answers) {
        var own = new HashMap<SourceId, Set<String>>();
        answers.forEach(answer -> own.put(answer.source().id(), answer.ownIds()));
        return own;
    }

    static ToIntFunction<SourceId> rank(Gathered gathered) {
        var ranks = new HashMap<SourceId, Integer>();
        gathered.answers()
                .forEach(answer ->
                        ranks.put(
                                answer.source().id(),
                                answer.source().definition().demographicsRank()));
        return id -> ranks.getOrDefault(id, Integer.MAX_VALUE);
    }

    /** The types asked for, and what those refer to: a source may have given more. */
    private static List<Entry> wanted(RecordQuestion question, List<Entry> entries) {
        var types = question.resourceTypes();
        boolean all = types.containsAll(Section.allResourceTypes());
        if (all) {
            return entries;
        }
        var wanted = new ArrayList<Entry>();
        var supporting = new HashMap<String, Entry>();
        for (var entry : entries) {
            if (types.contains(entry.resource().type())) {
                wanted.add(entry);
            } else if (entry.section().isEmpty()) {
                supporting.put(entry.origin().localReference(), entry);
            }
        }
        var reached = new HashSet<String>();
        var open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            for (var reference : open.poll().resource().references()) {
                var key = LocalReference.parse(reference).map(LocalReference::text).orElse("");
                var entry = supporting.get(key);
                if (entry != null && reached.add(key)) {
                    wanted.add(entry);
                    open.add(entry);
                }
            }
        }
        return wanted;
    }
}
