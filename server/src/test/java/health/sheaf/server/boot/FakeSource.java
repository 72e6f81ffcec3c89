package health.sheaf.server.boot;

import health.sheaf.spi.Authority;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Origin;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Resource;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A source in memory that holds one patient and behaves as it is told. */
public final class FakeSource implements Connector, PatientFinder {

    private static final FhirJson JSON = new FhirJson(FhirJson.Limits.SOURCE);

    private final SourceId id;
    private final List<String> resources = new CopyOnWriteArrayList<>();
    private volatile @Nullable SourceFault fault;
    private volatile boolean hanging;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> interruptions = new CopyOnWriteArrayList<>();

    public FakeSource(String id) {
        this.id = new SourceId(id);
    }

    /** Factories of these sources, by the name {@code fake}. */
    public static List<ConnectorFactory> factories(FakeSource... sources) {
        var byId = new ConcurrentHashMap<SourceId, FakeSource>();
        for (var source : sources) {
            byId.put(source.id, source);
        }
        return List.of(
                new ConnectorFactory() {
                    @Override
                    public String name() {
                        return "fake";
                    }

                    @Override
                    public Connector create(SourceDefinition source, ConnectorContext context) {
                        return Optional.ofNullable(byId.get(source.id())).orElseThrow();
                    }
                });
    }

    public String id() {
        return id.value();
    }

    public FakeSource holds(String... json) {
        resources.addAll(List.of(json));
        return this;
    }

    /** Answers with this fault from now on; {@code null}: is well again. */
    public void fail(@Nullable FaultCode code) {
        fault = code == null ? null : new SourceFault(code, "as the test wants it");
    }

    /** From now on says nothing until it is interrupted. */
    public void hang(boolean now) {
        hanging = now;
    }

    /** How often somebody stopped waiting for it. */
    public int interruptions() {
        return interruptions.size();
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Section.allResourceTypes(), Map.of(), true, true);
    }

    @Override
    public FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline) {
        return answer(
                request.sections(),
                entries().stream()
                        .filter(entry ->
                                entry.section().isEmpty()
                                        || request.resourceTypes()
                                                .contains(entry.resource().type()))
                        .toList(),
                new Remainder(request.filters()));
    }

    @Override
    public Optional<PatientFinder> patients() {
        return Optional.of(this);
    }

    @Override
    public FetchResult find(Authority.ToLocate authority, PatientQuery query, Deadline deadline) {
        var found =
                entries().stream()
                        .filter(entry -> entry.resource().type().equals("Patient"))
                        .filter(entry -> matches(entry.resource(), query))
                        .toList();
        return answer(Set.of(Section.DEMOGRAPHICS), found, Remainder.none());
    }

    private static boolean matches(Resource patient, PatientQuery query) {
        return switch (query) {
            case PatientQuery.ByNhsNumber number ->
                    patient.values("identifier.value").contains(number.nhsNumber().value());
            case PatientQuery.ByDemographics demographics ->
                    patient.values("name.family").contains(demographics.family())
                            && patient.values("birthDate")
                                    .contains(demographics.birthDate().toString());
        };
    }

    @Override
    public Optional<Entry> subjectOf(
            Authority.ToLocate authority, String type, String nativeId, Deadline deadline) {
        boolean there =
                entries().stream()
                        .anyMatch(entry ->
                                entry.resource().type().equals(type)
                                        && entry.resource().id().orElse("").equals(nativeId));
        return there
                ? entries().stream()
                        .filter(entry -> entry.resource().type().equals("Patient"))
                        .findFirst()
                : Optional.empty();
    }

    private FetchResult answer(Set<Section> sections, List<Entry> entries, Remainder left) {
        if (hanging) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interruptions.add("interrupted");
                return FetchResult.failed(
                        sections, new SourceFault(FaultCode.TIMED_OUT, "interrupted"));
            }
        }
        var told = fault;
        if (told != null) {
            return FetchResult.failed(sections, told);
        }
        var outcomes = new EnumMap<Section, Outcome>(Section.class);
        for (var section : sections) {
            long count =
                    entries.stream()
                            .filter(entry -> entry.section().equals(Optional.of(section)))
                            .count();
            outcomes.put(section, new Outcome.Complete((int) count));
        }
        return new FetchResult(outcomes, entries, left, new Freshness.Live());
    }

    private List<Entry> entries() {
        return resources.stream().map(this::entry).toList();
    }

    private Entry entry(String json) {
        var resource = JSON.read(json.getBytes(StandardCharsets.UTF_8));
        return new Entry(
                resource,
                Origin.direct(
                        id,
                        resource.type(),
                        resource.id().orElseThrow(),
                        "1",
                        Instant.parse("2026-11-22T09:00:00Z")));
    }

    @Override
    public void close() {
        released.countDown();
    }
}
