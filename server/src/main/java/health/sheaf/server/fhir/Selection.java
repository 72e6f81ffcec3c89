package health.sheaf.server.fhir;

import health.sheaf.core.federation.FhirTime;
import health.sheaf.core.federation.Remainders;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.record.PatientRecord;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import health.sheaf.server.fhir.SearchRequest.Period;
import health.sheaf.server.fhir.SearchRequest.SortKey;
import health.sheaf.spi.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which entries of a record a result shows, and in what order. */
final class Selection {

    /** An entry of a Bundle: found, or there because a found one needs it. */
    record Shown(RecordEntry entry, boolean included) {}

    private final InRecord request;
    private final List<RecordEntry> all;
    private final List<RecordEntry> matches;

    Selection(InRecord request, PatientRecord record) {
        this.request = request;
        this.all = record.entries();
        this.matches = matches(record);
    }

    private List<RecordEntry> matches(PatientRecord record) {
        if (request.isEverything()) {
            return request.period().isAlways()
                    ? all
                    : all.stream().filter(entry -> isWithin(request.period(), entry)).toList();
        }
        // A search for a person finds the person, not what each source calls a patient.
        var own = record.person().id().value();
        var found =
                all.stream()
                        .filter(entry -> entry.type().equals(request.type()))
                        .filter(entry -> !entry.type().equals("Patient") || entry.id().equals(own))
                        .filter(entry ->
                                request.conditions().stream()
                                        .allMatch(condition ->
                                                Remainders.keeps(condition, entry.resource())));
        return request.shape().sort().isEmpty()
                ? found.toList()
                : found.sorted(order(request.shape().sort())).toList();
    }

    List<RecordEntry> matches() {
        return matches;
    }

    /** A stretch of the matches, with what they need. */
    List<Shown> page(int from, int count) {
        var page = matches.subList(from, Math.min(matches.size(), from + count));
        var shown = new ArrayList<Shown>(page.size());
        for (var entry : page) {
            shown.add(new Shown(entry, request.isEverything() && entry.section().isEmpty()));
        }
        if (!request.shape().includes().isEmpty() || request.shape().includeAll()) {
            addIncluded(page, shown);
        }
        return shown;
    }

    private void addIncluded(List<RecordEntry> page, List<Shown> shown) {
        var byReference = new HashMap<String, RecordEntry>();
        all.forEach(entry -> byReference.put(referenceTo(entry), entry));
        var there = new HashSet<String>();
        page.forEach(entry -> there.add(referenceTo(entry)));
        var wanted = new LinkedHashMap<String, RecordEntry>();
        for (var entry : page) {
            references(entry.resource())
                    .filter(reference -> !there.contains(reference))
                    .forEach(reference ->
                            Optional.ofNullable(byReference.get(reference))
                                    .ifPresent(found -> wanted.put(reference, found)));
        }
        wanted.values().forEach(entry -> shown.add(new Shown(entry, true)));
    }

    private Stream<String> references(Resource resource) {
        return request.shape().includeAll()
                ? resource.references().stream()
                : request.shape().includes().stream()
                        .flatMap(
                                include -> resource.values(include.path() + ".reference").stream());
    }

    static String referenceTo(RecordEntry entry) {
        return entry.type() + "/" + entry.id();
    }

    private static Comparator<RecordEntry> order(List<SortKey> keys) {
        Comparator<RecordEntry> order = (_, _) -> 0;
        // Each time is read once, not at every comparison.
        Map<RecordEntry, Map<SortKey, Optional<Instant>>> times = new HashMap<>();
        for (var key : keys) {
            order =
                    order.thenComparing(
                            entry ->
                                    times.computeIfAbsent(entry, e -> new HashMap<>())
                                            .computeIfAbsent(key, k -> time(entry.resource(), k)),
                            (a, b) -> compare(a, b, key.descending()));
        }
        return order;
    }

    /** What carries no time comes last, whichever way the rest is sorted. */
    private static int compare(Optional<Instant> a, Optional<Instant> b, boolean descending) {
        if (a.isEmpty() || b.isEmpty()) {
            return Boolean.compare(a.isEmpty(), b.isEmpty());
        }
        return descending ? b.get().compareTo(a.get()) : a.get().compareTo(b.get());
    }

    private static Optional<Instant> time(Resource resource, SortKey key) {
        return key.paths().stream()
                .map(path -> span(resource, path))
                .flatMap(Optional::stream)
                .map(FhirTime.Span::from)
                .findFirst();
    }

    private static Optional<FhirTime.Span> span(Resource resource, String path) {
        var simple = resource.value(path).flatMap(FhirTime::span);
        if (simple.isPresent()) {
            return simple;
        }
        var start = resource.value(path + ".start").flatMap(FhirTime::span);
        var end = resource.value(path + ".end").flatMap(FhirTime::span);
        if (start.isEmpty() && end.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new FhirTime.Span(
                        start.map(FhirTime.Span::from).orElse(Instant.MIN),
                        end.map(FhirTime.Span::until).orElse(Instant.MAX)));
    }

    /** What carries no date is kept: nobody can say that it lies outside. */
    static boolean isWithin(Period period, RecordEntry entry) {
        if (period.isAlways() || entry.section().isEmpty() || entry.origin() == null) {
            return true;
        }
        var resource = entry.resource();
        var since = period.since();
        if (since != null) {
            var changed = resource.value("meta.lastUpdated").flatMap(FhirTime::span);
            if (changed.isPresent() && !changed.get().until().isAfter(since)) {
                return false;
            }
        }
        var careDate = SearchReader.careDate(entry.type());
        if (careDate == null) {
            return true;
        }
        var care =
                careDate.paths().stream()
                        .map(path -> span(resource, path))
                        .flatMap(Optional::stream)
                        .findFirst();
        return care.isEmpty() || overlaps(care.get(), period.from(), period.until());
    }

    private static boolean overlaps(
            FhirTime.Span span, @Nullable Instant from, @Nullable Instant until) {
        return (from == null || span.until().isAfter(from))
                && (until == null || span.from().isBefore(until));
    }
}
