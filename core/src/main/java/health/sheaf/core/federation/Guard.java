package health.sheaf.core.federation;

import health.sheaf.spi.Entry;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stands between a source's answer and the record, and lets nobody else's data through.
 *
 * <p>A resource, or a contained one, whose subject is somebody else refuses the source's whole
 * answer: if one is wrong, none can be trusted. Another patient in a side role (a linked patient,
 * another participant of a group appointment) is taken out of the entry and counted; refusing those
 * would blind the record every day. A resource outside the patient compartment stays only where
 * something that stays refers to it.
 */
final class Guard {

    private final FhirJson json;

    Guard(FhirJson json) {
        this.json = json;
    }

    /** What the guard found. */
    sealed interface Finding {

        /**
         * All of it is the patient's.
         *
         * @param entries what may go on
         * @param ownIds the patient's ids at the source
         * @param removed how often somebody else in a side role was taken out
         */
        record Passed(List<Entry> entries, Set<String> ownIds, int removed) implements Finding {
            public Passed {
                entries = List.copyOf(entries);
                ownIds = Set.copyOf(ownIds);
            }
        }

        /**
         * Somebody else's data came.
         *
         * @param kind what was seen, without patient data
         */
        record WrongPatient(String kind) implements Finding {}
    }

    /**
     * Inspects a whole answer.
     *
     * @param asked the key it was asked under, with the number it must carry
     */
    Finding inspect(List<Entry> entries, PatientKey asked) {
        if (entries.isEmpty()) {
            return new Finding.Passed(entries, Set.of(), 0);
        }
        var own = new LinkedHashSet<String>();
        var foreign = new HashSet<String>();
        for (var entry : entries) {
            if (entry.resource().type().equals("Patient")) {
                switch (whose(entry, asked)) {
                    case OURS -> own.add(entry.origin().nativeId());
                    case OTHERS -> foreign.add(entry.origin().nativeId());
                }
            }
        }
        if (own.isEmpty()) {
            return new Finding.WrongPatient(
                    "the answer holds no patient with the number asked for");
        }
        return new Inspection(entries, own, foreign, asked.nhsNumber()).run();
    }

    private enum Whose {
        OURS,
        OTHERS
    }

    private static Whose whose(Entry patient, PatientKey asked) {
        var numbers = PatientNumbers.of(patient.resource());
        var wanted = asked.nhsNumber().value();
        if (numbers.contains(wanted)) {
            return numbers.size() == 1 ? Whose.OURS : Whose.OTHERS;
        }
        boolean byLocalKey =
                asked instanceof PatientKey.Local local
                        && local.value().equals(patient.origin().nativeId());
        return numbers.isEmpty() && byLocalKey ? Whose.OURS : Whose.OTHERS;
    }

    /** One answer under inspection. */
    private final class Inspection {

        private final List<Entry> entries;
        private final Set<String> own;
        private final Set<String> foreign;
        private final NhsNumber number;
        private final Set<String> inSideRole = new HashSet<>();
        private final Map<String, Optional<LocalReference>> parsed = new HashMap<>();
        private final List<Entry> kept = new ArrayList<>();
        private final List<Entry> onlyWhereReferred = new ArrayList<>();
        private int removed;

        Inspection(List<Entry> entries, Set<String> own, Set<String> foreign, NhsNumber number) {
            this.entries = entries;
            this.own = own;
            this.foreign = foreign;
            this.number = number;
        }

        Finding run() {
            for (var entry : entries) {
                var resource = entry.resource();
                if (resource.type().equals("Patient")) {
                    if (own.contains(entry.origin().nativeId())) {
                        kept.add(withoutOthers(entry));
                    }
                    continue;
                }
                if (!containedAreOurs(resource)) {
                    return new Finding.WrongPatient(
                            "a " + resource.type() + " contains a resource about another patient");
                }
                switch (subject(resource)) {
                    case ANOTHER -> {
                        return new Finding.WrongPatient(
                                "a " + resource.type() + " is about another patient");
                    }
                    case OURS -> kept.add(withoutOthers(entry));
                    case NOBODY -> onlyWhereReferred.add(withoutOthers(entry));
                }
            }
            if (!inSideRole.containsAll(foreign)) {
                return new Finding.WrongPatient("the answer holds another patient");
            }
            removed += foreign.size();
            kept.addAll(referred());
            return new Finding.Passed(onceEach(), own, removed);
        }

        /** What a source gave twice, each time the patient's, is kept as it came first. */
        private List<Entry> onceEach() {
            var seen = new HashSet<String>();
            return kept.stream()
                    .filter(entry -> seen.add(entry.origin().localReference()))
                    .toList();
        }

        private Subject subject(Resource resource) {
            if (resource.type().equals("Provenance")) {
                return allOurs(resource.values("target.reference"), false);
            }
            if (Section.of(resource.type()).isEmpty()) {
                return Subject.NOBODY;
            }
            var found = Subject.NOBODY;
            for (var path : SubjectPaths.of(resource.type())) {
                var verdict =
                        allOurs(
                                resource.values(path + ".reference"),
                                SubjectPaths.isShared(resource.type()));
                if (verdict == Subject.ANOTHER) {
                    return verdict;
                }
                var named = byNumber(resource, path);
                if (named == Subject.ANOTHER) {
                    return named;
                }
                if (verdict == Subject.OURS || named == Subject.OURS) {
                    found = Subject.OURS;
                }
            }
            return found;
        }

        /** A subject may be named by NHS number instead of, or beside, a literal reference. */
        private Subject byNumber(Resource resource, String path) {
            if (!resource.has(path + ".identifier")
                    || !resource.values(path + ".identifier.system").contains(NhsNumber.SYSTEM)) {
                return Subject.NOBODY;
            }
            var numbers =
                    resource.values(path + ".identifier.value").stream()
                            .flatMap(value -> NhsNumber.parse(value).stream())
                            .toList();
            if (numbers.contains(number)) {
                return Subject.OURS;
            }
            return numbers.isEmpty() || SubjectPaths.isShared(resource.type())
                    ? Subject.NOBODY
                    : Subject.ANOTHER;
        }

        private Subject allOurs(List<String> references, boolean shared) {
            boolean ours = false;
            boolean others = false;
            for (var reference : references) {
                var local = local(reference);
                if (local.isPresent() && local.get().type().equals("Patient")) {
                    if (own.contains(local.get().id())) {
                        ours = true;
                    } else {
                        others = true;
                    }
                } else if (reference.startsWith("#")) {
                    // A contained subject was checked with the contained resources.
                    ours = ours || !shared;
                }
            }
            if (others && (!shared || !ours)) {
                return Subject.ANOTHER;
            }
            return ours ? Subject.OURS : Subject.NOBODY;
        }

        private boolean containedAreOurs(Resource resource) {
            if (!resource.has("contained")) {
                return true;
            }
            for (var contained : resource.contained()) {
                if (contained.type().equals("Patient")) {
                    var numbers = PatientNumbers.of(contained);
                    boolean isSubject =
                            SubjectPaths.of(resource.type()).stream()
                                    .flatMap(path -> resource.values(path + ".reference").stream())
                                    .anyMatch(ref -> ref.equals("#" + contained.id().orElse("")));
                    if (isSubject && !numbers.equals(Set.of(number.value()))) {
                        return false;
                    }
                    if (!isSubject && !numbers.isEmpty() && !numbers.contains(number.value())) {
                        return false;
                    }
                } else if (subject(contained) == Subject.ANOTHER) {
                    return false;
                }
            }
            return true;
        }

        /** Entries refer to the same few again and again. */
        private Optional<LocalReference> local(String reference) {
            return parsed.computeIfAbsent(reference, LocalReference::parse);
        }

        private Entry withoutOthers(Entry entry) {
            boolean clean = true;
            for (var reference : entry.resource().references()) {
                if (reference.contains("Patient/") && isAnother(reference)) {
                    clean = false;
                    local(reference).ifPresent(local -> inSideRole.add(local.id()));
                }
            }
            if (clean) {
                return entry;
            }
            var tree = entry.resource().toTree();
            removed += ReferenceRemoval.removeWhere(tree, this::isAnother);
            return new Entry(json.of(tree), entry.origin());
        }

        private boolean isAnother(String reference) {
            return local(reference)
                    .filter(local -> local.type().equals("Patient"))
                    .filter(local -> !own.contains(local.id()))
                    .isPresent();
        }

        private List<Entry> referred() {
            if (onlyWhereReferred.isEmpty()) {
                return List.of();
            }
            Map<String, Entry> candidates = new HashMap<>();
            onlyWhereReferred.forEach(
                    entry -> candidates.put(entry.origin().localReference(), entry));
            var reached = new LinkedHashSet<String>();
            var followed = new HashSet<String>();
            var open = new ArrayDeque<>(kept);
            while (!open.isEmpty()) {
                for (var reference : open.poll().resource().references()) {
                    if (!followed.add(reference)) {
                        continue;
                    }
                    var key = local(reference).map(LocalReference::text).orElse("");
                    var candidate = candidates.get(key);
                    if (candidate != null && reached.add(key)) {
                        open.add(candidate);
                    }
                }
            }
            // In the order of the answer, so that the record does not depend on who refers to whom.
            return onlyWhereReferred.stream()
                    .filter(entry -> reached.contains(entry.origin().localReference()))
                    .toList();
        }
    }

    private enum Subject {
        OURS,
        ANOTHER,
        NOBODY
    }
}
