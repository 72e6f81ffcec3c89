package health.sheaf.connector.fhir;

import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the answers of one fetch together: each entry once, and an outcome for every section. */
final class Assembly {

    private final FetchRequest request;
    private final Set<String> supported;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, TypeAnswer> answers = new HashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final Set<SearchFilter> unapplied = new HashSet<>();

    Assembly(FetchRequest request, Set<String> supported) {
        this.request = request;
        this.supported = supported;
    }

    /**
     * @param type the type that was searched, or {@link Fetch#ANY_TYPE}
     */
    void add(String type, TypeAnswer answer) {
        answers.put(type, answer);
        unapplied.addAll(answer.unapplied());
        for (var entry : answer.entries()) {
            var found = entry.resource().type();
            if (Section.of(found).isPresent() && !supported.contains(found)) {
                continue;
            }
            if (entries.size() >= request.maxEntries()) {
                cut.add(found);
                continue;
            }
            var name = entry.origin().localReference();
            var before = entries.putIfAbsent(name, entry);
            if (before == null) {
                counts.merge(found, 1, Integer::sum);
            } else if (!alike(before, entry)) {
                // No reference has a space: this one takes no other's place.
                entries.put(name + " " + entries.size(), entry);
            }
        }
    }

    /** Whether two entries of one name are byte for byte the same. */
    static boolean alike(Entry one, Entry other) {
        return Arrays.equals(one.resource().toBytes(), other.resource().toBytes());
    }

    void addSupporting(List<Entry> more) {
        for (var entry : more) {
            if (entries.size() < request.maxEntries()) {
                entries.putIfAbsent(entry.origin().localReference(), entry);
            }
        }
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    FetchResult result(Freshness freshness) {
        var outcomes = new EnumMap<Section, Outcome>(Section.class);
        request.sections().forEach(section -> outcomes.put(section, outcome(section)));
        return new FetchResult(
                outcomes,
                new ArrayList<>(entries.values()),
                new Remainder(request.filters().stream().filter(unapplied::contains).toList()),
                freshness);
    }

    private Outcome outcome(Section section) {
        var types =
                section.resourceTypes().stream()
                        .filter(type -> request.resourceTypes().contains(type))
                        .filter(supported::contains)
                        .toList();
        if (types.isEmpty()) {
            return new Outcome.Failed(Faults.unsupported());
        }
        int count = 0;
        boolean allFailed = true;
        @Nullable SourceFault fault = null;
        for (var type : types) {
            var answer = answers.getOrDefault(type, answers.get(Fetch.ANY_TYPE));
            count += counts.getOrDefault(type, 0);
            if (answer == null) {
                continue;
            }
            allFailed &= answer.failed();
            fault = fault == null ? missing(type, answer) : fault;
        }
        if (fault == null) {
            return new Outcome.Complete(count);
        }
        return allFailed ? new Outcome.Failed(fault) : new Outcome.Partial(count, fault);
    }

    private @Nullable SourceFault missing(String type, TypeAnswer answer) {
        if (cut.contains(type)) {
            return new SourceFault(
                    FaultCode.TOO_LARGE, "the source has more entries than are allowed");
        }
        // The one Patient is either here or the whole answer has failed.
        return type.equals("Patient") && !answer.failed() ? null : answer.fault();
    }
}
