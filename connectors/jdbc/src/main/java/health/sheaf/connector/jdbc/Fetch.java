package health.sheaf.connector.jdbc;

import health.sheaf.connector.jdbc.MapReader.Asked;
import health.sheaf.mapping.RowMap;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One fetch: the patient, all maps at once, what they refer to; one outcome for every section. */
final class Fetch {

    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

    private final JdbcConnector connector;
    private final Database database;
    private final FetchRequest request;
    private final Deadline deadline;
    private final Set<SearchFilter> unapplied = ConcurrentHashMap.newKeySet();
    private final Map<Section, Integer> counts = new EnumMap<>(Section.class);
    private final Map<Section, List<SourceFault>> faults = new EnumMap<>(Section.class);
    private final Set<Section> answered = EnumSet.noneOf(Section.class);
    private final List<Entry> entries = new ArrayList<>();
    private boolean wrongPatient;

    Fetch(JdbcConnector connector, Database database, FetchRequest request, Deadline deadline) {
        this.connector = connector;
        this.database = database;
        this.request = request;
        this.deadline = deadline;
    }

    FetchResult run() {
        var patientReader = connector.patientReader();
        var patient = ask(patientReader, patientAsked());
        var freshness = askFreshness();
        var questions = new LinkedHashMap<MapReader, Question<Answer>>();
        try {
            @Nullable String key =
                    request.patient() instanceof PatientKey.Local local ? local.value() : null;
            if (key != null) {
                // All at once: whether the patient is known shows when all are under way.
                askAll(key, questions);
            }
            var person = person(patient.await());
            if (key == null) {
                askAll(person.id(), questions);
            }
            take(patientReader, new Answer(List.of(person), null, patient.await().issues()));
            questions.forEach((reader, question) -> take(reader, question, person.id()));
            if (wrongPatient) {
                // One row of somebody else condemns the whole answer.
                throw new SourceFaultException(SqlFaults.fault(FaultCode.WRONG_PATIENT));
            }
        } finally {
            questions.values().forEach(Question::abandon);
            patient.abandon();
        }
        supporting();
        return result(freshness);
    }

    private Asked patientAsked() {
        return switch (request.patient()) {
            case PatientKey.Local local -> new Asked.OfIds(List.of(patientId(local)));
            case PatientKey.National national ->
                    new Asked.Found((search, columns) ->
                            search.nhsNumber(
                                    national.nhsNumber(), columns, database.settings().dialect()));
        };
    }

    private static String patientId(PatientKey.Local local) {
        return local.value();
    }

    /** The one patient the question is about. */
    private RowMap.Mapped person(Answer answer) {
        if (answer.missing() != null) {
            throw new SourceFaultException(answer.missing());
        }
        List<RowMap.Mapped> candidates =
                switch (request.patient()) {
                    // A collation without case finds more than was asked for.
                    case PatientKey.Local local ->
                            answer.mapped().stream()
                                    .filter(mapped -> mapped.id().equals(patientId(local)))
                                    .toList();
                    case PatientKey.National national ->
                            answer.mapped().stream()
                                    .filter(mapped -> !mapped.superseded())
                                    .filter(mapped ->
                                            JdbcPatientFinder.hasNumber(
                                                    mapped, national.nhsNumber()))
                                    .toList();
                };
        if (candidates.isEmpty()) {
            throw SqlFaults.exception(
                    FaultCode.PATIENT_NOT_KNOWN, SqlFaults.detail(FaultCode.PATIENT_NOT_KNOWN));
        }
        if (candidates.size() > 1) {
            throw SqlFaults.exception(
                    FaultCode.UNEXPECTED_CONTENT,
                    "the database has this NHS number on more than one patient");
        }
        return candidates.getFirst();
    }

    private void askAll(String patient, Map<MapReader, Question<Answer>> questions) {
        for (var reader : connector.readers()) {
            var map = reader.map();
            boolean wanted =
                    !map.resourceType().equals("Patient")
                            && map.patient().isPresent()
                            && request.resourceTypes().contains(map.resourceType());
            if (wanted) {
                questions.put(reader, ask(reader, new Asked.OfPatient(patient)));
            }
        }
    }

    private Question<Answer> ask(MapReader reader, Asked asked) {
        return database.ask(
                deadline,
                (connection, question) -> {
                    List<SearchFilter> applied = new ArrayList<>();
                    for (var filter : request.filtersFor(reader.map().resourceType())) {
                        boolean all = asked instanceof Asked.OfPatient;
                        for (var other : connector.readers(filter.resourceType())) {
                            all = all && other.applies(connection, question, filter);
                        }
                        if (all) {
                            applied.add(filter);
                        } else {
                            unapplied.add(filter);
                        }
                    }
                    return reader.read(connection, question, asked, applied, request.maxEntries());
                });
    }

    /** Takes over what a map gave, or says for its section why it gave nothing. */
    private void take(MapReader reader, Question<Answer> question, String patient) {
        try {
            var answer = question.await();
            for (var mapped : answer.mapped()) {
                if (!patient.equals(mapped.patient()) || isAboutAnother(mapped, patient)) {
                    wrongPatient = true;
                    return;
                }
            }
            take(reader, answer);
        } catch (SourceFaultException e) {
            fault(section(reader), e.fault());
        }
    }

    /** The row is the patient's, and the map makes it somebody else's. */
    private static boolean isAboutAnother(RowMap.Mapped mapped, String patient) {
        return Stream.of("subject", "patient")
                .flatMap(path -> mapped.resource().reference(path).stream())
                .filter(reference -> reference.startsWith("Patient/"))
                .anyMatch(reference -> !reference.equals("Patient/" + patient));
    }

    private void take(MapReader reader, Answer answer) {
        var section = section(reader);
        answered.add(section);
        if (answer.missing() != null) {
            fault(section, answer.missing());
        }
        if (!answer.issues().isEmpty()) {
            answer.issues()
                    .counts()
                    .forEach((issue, count) ->
                            LOG.debug(
                                    "{}: {} {} ×{}",
                                    database.settings().sourceId(),
                                    issue.position(),
                                    issue.kind().word(),
                                    count));
        }
        for (var mapped : answer.mapped()) {
            if (entries.size() >= request.maxEntries()) {
                fault(section, SqlFaults.fault(FaultCode.TOO_LARGE));
                return;
            }
            entries.add(connector.entry(mapped));
            counts.merge(section, 1, Integer::sum);
        }
    }

    private static Section section(MapReader reader) {
        return Section.of(reader.map().resourceType()).orElseThrow();
    }

    private void fault(Section section, SourceFault fault) {
        faults.computeIfAbsent(section, first -> new ArrayList<>()).add(fault);
    }

    /** What the entries refer to, and what that refers to, as far as there are maps for it. */
    private void supporting() {
        var supporting = new Supporting(connector, database, deadline);
        try {
            entries.addAll(supporting.of(entries));
        } catch (SourceFaultException e) {
            // The chart is there, but not everything it speaks of.
            answered.forEach(section -> fault(section, e.fault()));
        }
    }

    private @Nullable Question<Freshness> askFreshness() {
        return database.settings().freshness() == null
                ? null
                : new FreshnessQuery(database).ask(deadline);
    }

    private FetchResult result(@Nullable Question<Freshness> asked) {
        Freshness freshness = new Freshness.Live();
        if (asked != null) {
            try {
                freshness = asked.await();
            } catch (SourceFaultException e) {
                // Data of unknown age may not pass for current.
                answered.forEach(section -> fault(section, e.fault()));
            }
        }
        var outcomes = new EnumMap<Section, Outcome>(Section.class);
        for (var section : request.sections()) {
            outcomes.put(section, outcome(section));
        }
        var remainder =
                request.filters().stream()
                        .filter(filter -> unapplied.contains(filter) || unasked(filter))
                        .toList();
        return new FetchResult(outcomes, entries, new Remainder(remainder), freshness);
    }

    private boolean unasked(SearchFilter filter) {
        return connector.readers(filter.resourceType()).isEmpty();
    }

    private Outcome outcome(Section section) {
        int count = counts.getOrDefault(section, 0);
        var wrong = faults.getOrDefault(section, List.of());
        if (answered.contains(section)) {
            return wrong.isEmpty()
                    ? new Outcome.Complete(count)
                    : new Outcome.Partial(count, wrong.getFirst());
        }
        return new Outcome.Failed(
                wrong.isEmpty()
                        ? SqlFaults.fault(FaultCode.UNSUPPORTED_REQUEST)
                        : wrong.getFirst());
    }
}
