package health.sheaf.core.merge;

import health.sheaf.core.federation.LocalReference;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One record from a set of entries: a pure function of the set. Entries keep their content; ids and
 * references become ours, and {@code meta.source} names the source. The order of arrival leaves no
 * trace.
 */
public final class Merge {

    /** What {@code meta.source} begins with; the source id follows. */
    public static final String META_SOURCE = "urn:sheaf:source:";

    /** Supporting resources, which are in none, come last. */
    private static final Comparator<@Nullable Section> SECTIONS =
            Comparator.nullsLast(Comparator.naturalOrder());

    /** An entry with what it is ordered by, looked up once and not in every comparison. */
    private record Placed(@Nullable Section section, String type, String source, RecordEntry entry)
            implements Comparable<Placed> {

        static Placed of(RecordEntry entry) {
            var section = entry.section();
            var origin = entry.origin();
            return new Placed(
                    section.orElse(null),
                    entry.type(),
                    origin == null ? "" : origin.source().value(),
                    entry);
        }

        @Override
        public int compareTo(Placed other) {
            int order = SECTIONS.compare(section, other.section);
            if (order == 0) {
                order = type.compareTo(other.type);
            }
            if (order == 0) {
                order = source.compareTo(other.source);
            }
            return order == 0 ? entry.id().compareTo(other.entry.id()) : order;
        }
    }

    private final ResourceIds ids;
    private final PatientComposition patients;

    public Merge(ResourceIds ids, FhirJson json) {
        this.ids = ids;
        this.patients = new PatientComposition(json);
    }

    /**
     * What came of the entries.
     *
     * @param entries in the fixed order of the record
     * @param conflicts what the sources disagree about, in words, without values
     */
    public record Merged(List<RecordEntry> entries, List<String> conflicts) {
        public Merged {
            entries = List.copyOf(entries);
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * Merges.
     *
     * @param ownIds the person's ids at each source
     * @param rank whose demographics come first: the lowest
     */
    public Merged merge(
            Person person,
            List<Entry> entries,
            Map<SourceId, Set<String>> ownIds,
            ToIntFunction<SourceId> rank) {
        var merged = rewritten(person, entries, ownIds);
        var conflicts = new ArrayList<String>();
        composed(person, entries, rank)
                .ifPresent(composed -> {
                    merged.add(new RecordEntry(person.id().value(), composed.resource(), null));
                    conflicts.addAll(composed.conflicts());
                });
        conflicts.addAll(NoneConflicts.find(entries));
        var session = ids.session();
        conflicts.addAll(
                RefutedConflicts.find(
                        entries,
                        entry ->
                                session.idOf(
                                        entry.origin().source(),
                                        entry.origin().nativeType(),
                                        entry.origin().nativeId())));
        return new Merged(inOrder(merged), conflicts);
    }

    /**
     * The entries of one or more sources as they are handed out, without the person's own Patient.
     */
    public List<RecordEntry> handOut(
            Person person, List<Entry> entries, Map<SourceId, Set<String>> ownIds) {
        return inOrder(rewritten(person, entries, ownIds));
    }

    private static List<RecordEntry> inOrder(List<RecordEntry> entries) {
        return entries.stream().map(Placed::of).sorted().map(Placed::entry).toList();
    }

    private List<RecordEntry> rewritten(
            Person person, List<Entry> entries, Map<SourceId, Set<String>> ownIds) {
        var session = ids.session();
        var rewriting = new HashMap<SourceId, Rewriting>();
        var seen = new HashSet<String>();
        var out = new ArrayList<RecordEntry>(entries.size() + 1);
        for (var entry : entries) {
            var source = entry.origin().source();
            var references =
                    rewriting.computeIfAbsent(
                            source,
                            id ->
                                    new Rewriting(
                                            session,
                                            id,
                                            ownIds.getOrDefault(id, Set.of()),
                                            "Patient/" + person.id().value()));
            var id = references.idOf(entry.origin().nativeType(), entry.origin().nativeId());
            // The type is part of what an id is made of: none is that of two types.
            if (seen.add(id)) {
                var resource =
                        entry.resource().rewritten(id, references, META_SOURCE + source.value());
                out.add(new RecordEntry(id, resource, entry.origin()));
            }
        }
        return out;
    }

    /** The person's own Patient; empty where no source gave one. */
    public Optional<RecordEntry> ownPatient(
            Person person, List<Entry> entries, ToIntFunction<SourceId> rank) {
        return composed(person, entries, rank)
                .map(composed -> new RecordEntry(person.id().value(), composed.resource(), null));
    }

    private Optional<PatientComposition.Composed> composed(
            Person person, List<Entry> entries, ToIntFunction<SourceId> rank) {
        var ranked =
                entries.stream()
                        .filter(entry -> entry.resource().type().equals("Patient"))
                        .sorted(
                                Comparator.<Entry>comparingInt(
                                                entry -> rank.applyAsInt(entry.origin().source()))
                                        .thenComparing(entry -> entry.origin().source())
                                        .thenComparing(entry -> entry.origin().nativeId()))
                        .toList();
        if (ranked.isEmpty()) {
            return Optional.empty();
        }
        var session = ids.session();
        var links =
                ranked.stream()
                        .map(entry ->
                                session.idOf(
                                        entry.origin().source(),
                                        "Patient",
                                        entry.origin().nativeId()))
                        .toList();
        return Optional.of(patients.compose(person, ranked, links));
    }

    /** Turns one source's references into ours. */
    private static final class Rewriting implements java.util.function.UnaryOperator<String> {

        private final ResourceIds.Session session;
        private final SourceId source;
        private final Set<String> ownIds;
        private final String ownReference;
        private final Map<String, String> known = new HashMap<>();

        Rewriting(
                ResourceIds.Session session,
                SourceId source,
                Set<String> ownIds,
                String ownReference) {
            this.session = session;
            this.source = source;
            this.ownIds = ownIds;
            this.ownReference = ownReference;
        }

        String idOf(String type, String nativeId) {
            return session.idOf(source, type, nativeId);
        }

        @Override
        public String apply(String reference) {
            return known.computeIfAbsent(reference, this::rewrite);
        }

        private String rewrite(String reference) {
            var local = LocalReference.parse(reference);
            if (local.isEmpty() || reference.contains("://")) {
                return reference;
            }
            var type = local.get().type();
            if (!ResourceIds.canBeMade(type, local.get().id())) {
                // It leads nowhere, at the source neither; one such text must not cost the record.
                return reference;
            }
            if (type.equals("Patient") && ownIds.contains(local.get().id())) {
                return ownReference;
            }
            return type + "/" + idOf(type, local.get().id());
        }
    }
}
