package health.sheaf.kit;

import health.sheaf.spi.Authority;
import health.sheaf.spi.BundlePage;
import health.sheaf.spi.Capabilities;
import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Origin;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Resource;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SearchFilter.TokenFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.spi.SourceId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small honest connector for {@link ChartServer}, and with a {@link Defect} a dishonest one. It
 * shows that the contract can be kept, and that each mistake is caught.
 */
final class ChartConnector implements Connector, PatientFinder {

    private final Defect defect;
    private final SourceDefinition source;
    private final ConnectorContext context;
    private final ChartClient client;
    private final AtomicInteger fetches = new AtomicInteger();

    ChartConnector(Defect defect, SourceDefinition source, ConnectorContext context) {
        this.defect = defect;
        this.source = source;
        this.context = context;
        this.client = new ChartClient(defect, source.settings().text("address"));
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                is(Defect.DECLARES_TOO_LITTLE)
                        ? Set.of("Patient", "Observation")
                        : SharedPatients.RESOURCE_TYPES,
                Map.of("Observation", Set.of("status")),
                true,
                is(Defect.FINDS_BY_DEMOGRAPHICS_BADLY));
    }

    @Override
    public Optional<PatientFinder> patients() {
        return Optional.of(this);
    }

    @Override
    public void close() {
        if (!is(Defect.KEEPS_CONNECTIONS)) {
            client.close();
        }
    }

    @Override
    public FetchResult fetch(Authority.ToRead authority, FetchRequest request, Deadline deadline) {
        var sections = request.sections();
        if (is(Defect.WORKS_ONCE) && fetches.getAndIncrement() > 0) {
            var lost = new SourceFault(FaultCode.CONNECTION_LOST, "the only connection is gone");
            return FetchResult.failed(sections, lost);
        }
        try {
            return ask(request, deadline);
        } catch (SourceFaultException e) {
            var code = e.fault().code();
            boolean down = code == FaultCode.CONNECT_FAILED && is(Defect.DOWN_IS_EMPTY);
            boolean broken = code == FaultCode.CONNECTION_LOST && is(Defect.BROKEN_IS_EMPTY);
            boolean unknown = code == FaultCode.PATIENT_NOT_KNOWN && is(Defect.UNKNOWN_IS_EMPTY);
            if (down || broken || unknown) {
                return result(request, sections, List.of(), Remainder.none());
            }
            var detail =
                    is(Defect.TELLS_THE_NUMBER)
                            ? "no answer about " + request.patient().nhsNumber().value()
                            : e.fault().detail();
            return FetchResult.failed(sections, new SourceFault(code, detail));
        }
    }

    private FetchResult ask(FetchRequest request, Deadline deadline) {
        var key =
                switch (request.patient()) {
                    case PatientKey.Local local -> "key=" + local.value();
                    case PatientKey.National national -> "number=" + national.nhsNumber().value();
                };
        var pushed = new ArrayList<TokenFilter>();
        var rest = new ArrayList<SearchFilter>();
        for (var filter : request.filters()) {
            if (filter instanceof TokenFilter token
                    && capabilities().pushesDown(filter)
                    && token.anyOf().size() == 1) {
                pushed.add(token);
            } else {
                rest.add(filter);
            }
        }
        var able = new HashSet<>(request.resourceTypes());
        able.retainAll(SharedPatients.RESOURCE_TYPES);
        var types = is(Defect.GIVES_OTHER_TYPES) ? SharedPatients.RESOURCE_TYPES : able;
        var status = pushed.isEmpty() ? "" : code(pushed.getFirst());
        var body = key + "\ntypes=" + String.join(",", types);
        if (!status.isEmpty() && !is(Defect.FORGETS_TO_FILTER)) {
            body += "\nstatusOfObservation=" + status;
        }
        var entries = new ArrayList<Entry>();
        Optional<String> next = Optional.of("0");
        while (next.isPresent() && !limitReached(request, entries)) {
            var page = client.post("/chart", body + "\npage=" + next.get(), deadline);
            add(page, entries);
            next = page.next();
            if (is(Defect.HALF_IS_WHOLE) && client.lastWasCut()) {
                next = Optional.empty();
            }
        }
        pushed.stream()
                .skip(is(Defect.TAKES_ONE_FILTER_OF_TWO) ? pushed.size() : 1)
                .forEach(filter -> entries.removeIf(e -> fails(e, filter)));
        spoil(entries);
        var remainder = is(Defect.SWALLOWS_FILTERS) ? Remainder.none() : new Remainder(rest);
        if (next.isPresent() && !is(Defect.HIDES_WHAT_THE_LIMIT_CUT)) {
            return partial(request, entries, remainder);
        }
        return result(request, Section.ofAll(able), entries, remainder);
    }

    private boolean limitReached(FetchRequest request, List<Entry> entries) {
        return ContractProbe.compartment(entries).size() >= request.maxEntries()
                && !is(Defect.IGNORES_THE_LIMIT);
    }

    private static String code(TokenFilter filter) {
        var code = filter.anyOf().getFirst().code();
        return code == null ? "" : code;
    }

    private static boolean fails(Entry entry, TokenFilter filter) {
        return entry.resource().type().equals(filter.resourceType())
                && !entry.resource().value("status").equals(Optional.of(code(filter)));
    }

    private void add(BundlePage page, List<Entry> entries) {
        for (var item : page.items()) {
            var entry = entry(item.resource());
            boolean known =
                    entries.stream()
                            .anyMatch(e ->
                                    e.origin()
                                            .localReference()
                                            .equals(entry.origin().localReference()));
            if (!known) {
                entries.add(entry);
            }
        }
    }

    private Entry entry(Resource resource) {
        return new Entry(
                resource,
                Origin.direct(
                        is(Defect.NAMES_ANOTHER_SOURCE) ? new SourceId("another") : source.id(),
                        resource.type(),
                        resource.id().orElseThrow(),
                        is(Defect.HAS_NO_VERSIONS) ? null : resource.versionId().orElse(null),
                        context.clock().instant()));
    }

    private void spoil(List<Entry> entries) {
        switch (defect) {
            case GIVES_A_FOREIGN_RESOURCE, MIXES_PATIENTS -> {
                boolean always = is(Defect.GIVES_A_FOREIGN_RESOURCE);
                if (always || client.askedAtOnce() > 1) {
                    var foreign = SharedPatients.named("03-twin").resources().getLast();
                    entries.add(entry(ChartClient.JSON.of(foreign.tree())));
                }
            }
            case LEAVES_OUT_WHAT_IS_REFERRED_TO -> entries.removeIf(e -> e.section().isEmpty());
            case EMPTY_IS_UNKNOWN -> {
                if (entries.size() < 4) {
                    throw new SourceFaultException(
                            new SourceFault(FaultCode.PATIENT_NOT_KNOWN, "nothing is known"));
                }
            }
            case LOSES_A_RESOURCE -> entries.removeIf(e -> e.resource().type().equals("Condition"));
            case GIVES_ONE_TWICE -> entries.add(entries.getFirst());
            case ROUNDS_DECIMALS -> {
                for (int i = 0; i < entries.size(); i++) {
                    var rounded = rounded(entries.get(i).resource());
                    entries.set(i, entry(rounded));
                }
            }
            default -> {
                // The other mistakes are made where they belong.
            }
        }
    }

    private static Resource rounded(Resource resource) {
        var tree = resource.toTree();
        if (tree.path("valueQuantity").has("value")) {
            double value = tree.path("valueQuantity").path("value").asDouble();
            tree.withObject("/valueQuantity").put("value", value);
        }
        return ChartClient.JSON.of(tree);
    }

    private FetchResult partial(FetchRequest request, List<Entry> entries, Remainder remainder) {
        var missing = new SourceFault(FaultCode.TOO_LARGE, "more entries than are taken");
        var outcomes = new EnumMap<Section, Outcome>(Section.class);
        for (var section : request.sections()) {
            outcomes.put(section, new Outcome.Partial(count(entries, section), missing));
        }
        return new FetchResult(outcomes, entries, remainder, new Freshness.Live());
    }

    private FetchResult result(
            FetchRequest request, Set<Section> able, List<Entry> entries, Remainder remainder) {
        var outcomes = new EnumMap<Section, Outcome>(Section.class);
        for (var section : request.sections()) {
            outcomes.put(
                    section,
                    able.contains(section) || is(Defect.CANNOT_IS_EMPTY)
                            ? new Outcome.Complete(count(entries, section))
                            : new Outcome.Failed(
                                    new SourceFault(
                                            FaultCode.UNSUPPORTED_REQUEST,
                                            "the source holds no " + section.words())));
        }
        return new FetchResult(outcomes, entries, remainder, new Freshness.Live());
    }

    private static int count(List<Entry> entries, Section section) {
        return (int) entries.stream().filter(e -> e.section().equals(Optional.of(section))).count();
    }

    @Override
    public FetchResult find(Authority.ToLocate authority, PatientQuery query, Deadline deadline) {
        var sections = Set.of(Section.DEMOGRAPHICS);
        return switch (query) {
            case PatientQuery.ByNhsNumber byNumber -> {
                var number =
                        is(Defect.FINDS_ANYBODY)
                                ? SharedPatients.fullest().nhsNumber()
                                : byNumber.nhsNumber();
                yield found("number=" + number.value(), deadline);
            }
            case PatientQuery.ByDemographics byDemographics ->
                    is(Defect.FINDS_BY_DEMOGRAPHICS_BADLY)
                            ? found("key=" + SharedPatients.fullest().localId(), deadline)
                            : FetchResult.failed(
                                    sections,
                                    new SourceFault(
                                            FaultCode.UNSUPPORTED_REQUEST,
                                            "the source cannot be searched by demographics"));
        };
    }

    private FetchResult found(String body, Deadline deadline) {
        var sections = Set.of(Section.DEMOGRAPHICS);
        var nobody =
                new FetchResult(
                        Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(0)),
                        List.of(),
                        Remainder.none(),
                        new Freshness.Live());
        try {
            var entries = new ArrayList<Entry>();
            add(client.post("/find", body, deadline), entries);
            return new FetchResult(
                    Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(entries.size())),
                    entries,
                    Remainder.none(),
                    new Freshness.Live());
        } catch (SourceFaultException e) {
            boolean none = e.fault().code() == FaultCode.PATIENT_NOT_KNOWN;
            return none || is(Defect.FINDER_IS_NEVER_DOWN)
                    ? nobody
                    : FetchResult.failed(sections, e.fault());
        }
    }

    @Override
    public Optional<Entry> subjectOf(
            Authority.ToLocate authority, String resourceType, String nativeId, Deadline deadline) {
        if (is(Defect.SUBJECT_IS_NOBODY)) {
            return Optional.empty();
        }
        try {
            var entries = new ArrayList<Entry>();
            add(
                    client.post("/find", "resource=" + resourceType + "/" + nativeId, deadline),
                    entries);
            return Optional.of(entries.getFirst());
        } catch (SourceFaultException e) {
            if (e.fault().code() == FaultCode.PATIENT_NOT_KNOWN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean is(Defect other) {
        return defect == other;
    }
}
