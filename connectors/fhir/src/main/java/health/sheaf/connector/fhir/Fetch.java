package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.transport.QueryText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One question about one patient, from key to entries. Used once. */
final class Fetch {

    /** What FHIR allows; no other can be a patient's, whatever a server would make of it. */
    private static final Pattern LOGICAL_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9.-]{1,64}");

    /** From so many types on, one {@code $everything} costs less than a search for each. */
    private static final int MANY_TYPES = 6;

    private final FhirServer server;
    private final FhirSettings settings;
    private final Abilities abilities;
    private final Abilities.Disproved disproved;
    private final FetchRequest request;
    private final Budget budget;
    private final Deadline deadline;
    private final FanOut fanOut;
    private final PatientLookup patients;
    private final Set<String> supported;

    Fetch(
            FhirServer server,
            FhirSettings settings,
            Abilities abilities,
            Abilities.Disproved disproved,
            FetchRequest request,
            Budget budget,
            Deadline deadline) {
        this.server = server;
        this.settings = settings;
        this.abilities = abilities;
        this.disproved = disproved;
        this.request = request;
        this.budget = budget;
        this.deadline = deadline;
        this.fanOut = new FanOut(settings.fanOut());
        this.patients = new PatientLookup(server, settings);
        this.supported = new LinkedHashSet<>(abilities.types());
        supported.retainAll(request.resourceTypes());
    }

    /**
     * @throws SourceFaultException where nothing at all can be said of the patient
     */
    FetchResult run(Supplier<Freshness> freshness) {
        return switch (request.patient()) {
            case PatientKey.National national -> {
                var patient = patients.byNumber(national.nhsNumber(), budget, deadline);
                yield of(patient.origin().nativeId(), patient, freshness);
            }
            case PatientKey.Local local -> {
                if (!LOGICAL_ID.matcher(local.value()).matches()) {
                    throw Faults.patientNotKnown();
                }
                yield of(local.value(), null, freshness);
            }
        };
    }

    private FetchResult of(String id, @Nullable Entry known, Supplier<Freshness> freshness) {
        var answers =
                wantsEverything()
                        ? everything(id, known).orElseGet(() -> searches(id, known))
                        : searches(id, known);
        return assembled(answers, freshness.get());
    }

    private boolean wantsEverything() {
        if (!abilities.searches()) {
            return true;
        }
        return abilities.everything()
                && supported.size() >= MANY_TYPES
                && request.filters().stream().noneMatch(abilities::pushesDown);
    }

    /**
     * By type; the type {@code *} stands for all of them. Empty where the operation is not there.
     */
    private Optional<Map<String, TypeAnswer>> everything(String id, @Nullable Entry known) {
        var query = new QueryText().with("_count", Integer.toString(settings.pageSize()));
        var result =
                new PageReader(server)
                        .read(
                                server.everything(id, query, budget),
                                PageReader.Kind.EVERYTHING,
                                budget,
                                deadline);
        return switch (result) {
            case PageReader.Result.Read(var pages) -> {
                var answer = TypeAnswer.of(pages, request.filters());
                yield Optional.of(Map.of(ANY_TYPE, withPatient(answer, id, known)));
            }
            case PageReader.Result.Refused(var status) -> {
                if (known == null && patients.byId(id, budget, deadline).isEmpty()) {
                    throw Faults.patientNotKnown();
                }
                if (!abilities.searches()) {
                    throw Faults.refused(status);
                }
                disproved.everything();
                yield Optional.empty();
            }
        };
    }

    private TypeAnswer withPatient(TypeAnswer answer, String id, @Nullable Entry known) {
        boolean there =
                answer.entries().stream()
                        .anyMatch(entry -> entry.origin().localReference().equals("Patient/" + id));
        if (there) {
            return answer;
        }
        var entries = new ArrayList<Entry>();
        entries.add(known == null ? patient(id) : known);
        entries.addAll(answer.entries());
        return new TypeAnswer(entries, answer.fault(), answer.failed(), answer.unapplied());
    }

    private Entry patient(String id) {
        return patients.byId(id, budget, deadline).orElseThrow(Faults::patientNotKnown);
    }

    private Map<String, TypeAnswer> searches(String id, @Nullable Entry known) {
        var search = new TypeSearch(server, settings, abilities, disproved);
        var types = List.copyOf(supported);
        var tasks = new ArrayList<Callable<TypeAnswer>>();
        for (var type : types) {
            tasks.add(
                    type.equals("Patient")
                            ? () -> patientAnswer(id, known)
                            : () ->
                                    search.search(
                                            type, id, request.filtersFor(type), budget, deadline));
        }
        var results = fanOut.all(tasks, TypeAnswer.failed(Faults.timedOut().fault()), deadline);
        var answers = new LinkedHashMap<String, TypeAnswer>();
        for (int i = 0; i < types.size(); i++) {
            answers.put(types.get(i), results.get(i));
        }
        var patient = answers.get("Patient");
        if (patient != null && patient.failed() && patient.fault() != null) {
            // Without the Patient nobody can check whose answer the rest is.
            throw new SourceFaultException(patient.fault());
        }
        return answers;
    }

    private TypeAnswer patientAnswer(String id, @Nullable Entry known) {
        try {
            var entry = known == null ? patient(id) : known;
            return new TypeAnswer(List.of(entry), null, false, request.filtersFor("Patient"));
        } catch (SourceFaultException e) {
            return TypeAnswer.failed(e.fault());
        }
    }

    private FetchResult assembled(Map<String, TypeAnswer> answers, Freshness freshness) {
        var assembly = new Assembly(request, supported);
        answers.forEach(assembly::add);
        var supporting =
                new SupportingResources(server, abilities, fanOut)
                        .missingFrom(assembly.entries(), budget, deadline);
        assembly.addSupporting(supporting);
        return assembly.result(freshness);
    }

    /** Stands for all types in an answer to {@code $everything}. */
    static final String ANY_TYPE = "*";
}
