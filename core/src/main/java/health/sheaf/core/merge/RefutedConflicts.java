package health.sheaf.core.merge;

import health.sheaf.core.federation.Assertions;
import health.sheaf.spi.Coding;
import health.sheaf.spi.Entry;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One source holds an allergy that another has refuted, or taken back as entered in error: both
 * stay, and the reader is told which ones they are. Two allergies are the same where they share a
 * code of one system, or their words but for the case.
 */
final class RefutedConflicts {

    /** A record with more of them than this needs a person, not a longer list. */
    private static final int MAX = 50;

    private static final String VERIFICATION = "verificationStatus";

    private RefutedConflicts() {}

    /** An allergy as readers will find it. */
    private record Held(SourceId source, String reference) implements Comparable<Held> {
        @Override
        public int compareTo(Held other) {
            int order = source.compareTo(other.source);
            return order == 0 ? reference.compareTo(other.reference) : order;
        }

        @Override
        public String toString() {
            return source.value() + " (" + reference + ")";
        }
    }

    /** An allergy that a source denies. */
    private record Denial(String how, Set<String> substances) {}

    /** Handed-out ids of entries. */
    @FunctionalInterface
    interface Ids {
        String idOf(Entry entry);
    }

    static List<String> find(List<Entry> entries, Ids ids) {
        var held = new HashMap<String, Set<Held>>();
        var denied = new TreeMap<Held, Denial>();
        for (var entry : entries) {
            var resource = entry.resource();
            if (!resource.type().equals("AllergyIntolerance")
                    || Assertions.of(Section.ALLERGIES, resource).isPresent()) {
                continue;
            }
            var here = new Held(entry.origin().source(), "AllergyIntolerance/" + ids.idOf(entry));
            var substances = substances(resource);
            var denial = denial(resource);
            if (denial.isPresent()) {
                denied.put(here, new Denial(denial.get(), substances));
            } else if (!Assertions.isTakenBack(resource)) {
                substances.forEach(substance ->
                        held.computeIfAbsent(substance, any -> new TreeSet<>()).add(here));
            }
        }
        return conflicts(held, denied);
    }

    private static List<String> conflicts(Map<String, Set<Held>> held, Map<Held, Denial> denied) {
        var conflicts = new ArrayList<String>();
        int left = 0;
        for (var denial : denied.entrySet()) {
            var against = new TreeSet<Held>();
            for (var substance : denial.getValue().substances()) {
                held.getOrDefault(substance, Set.of()).stream()
                        .filter(other -> !other.source().equals(denial.getKey().source()))
                        .forEach(against::add);
            }
            if (against.isEmpty()) {
                continue;
            }
            if (conflicts.size() == MAX) {
                left++;
            } else {
                conflicts.add(words(denial.getKey(), denial.getValue().how(), against));
            }
        }
        if (left > 0) {
            conflicts.add("Allergies: %d more conflicts of this kind.".formatted(left));
        }
        return conflicts;
    }

    private static String words(Held denied, String how, Set<Held> against) {
        var others = against.stream().limit(MAX).map(Held::toString).toList();
        return "Allergies: %s by %s, but held by %s. Both are shown; a clinician must decide."
                .formatted(how, denied, String.join(", ", others));
    }

    /** How a resource denies its allergy; empty where it does not. */
    private static Optional<String> denial(Resource resource) {
        var codes = new HashSet<String>();
        for (var coding : resource.codings(VERIFICATION)) {
            var code = coding.code();
            if (code != null) {
                codes.add(code);
            }
        }
        if (codes.contains("refuted")) {
            return Optional.of("refuted");
        }
        return codes.contains("entered-in-error")
                ? Optional.of("taken back as entered in error")
                : Optional.empty();
    }

    private static Set<String> substances(Resource resource) {
        var substances = new HashSet<String>();
        for (var coding : resource.codings("code")) {
            code(coding).ifPresent(substances::add);
            var display = coding.display();
            if (display != null) {
                words(display).ifPresent(substances::add);
            }
        }
        resource.value("code.text").flatMap(RefutedConflicts::words).ifPresent(substances::add);
        return substances;
    }

    private static Optional<String> code(Coding coding) {
        return coding.system() == null || coding.code() == null
                ? Optional.empty()
                : Optional.of(coding.system() + "|" + coding.code());
    }

    private static Optional<String> words(String text) {
        var plain = text.strip().toLowerCase(Locale.ROOT);
        return plain.isEmpty() ? Optional.empty() : Optional.of("\"" + plain);
    }
}
