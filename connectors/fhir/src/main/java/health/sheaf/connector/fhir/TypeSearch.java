package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.transport.HttpCall;
import health.sheaf.transport.QueryText;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Searches one type for one patient, with the filters the server can apply. What the server turns
 * out not to apply is remembered and left to the engine.
 */
final class TypeSearch {

    private final FhirServer server;
    private final PageReader pages;
    private final FhirSettings settings;
    private final Abilities abilities;
    private final Abilities.Disproved disproved;

    TypeSearch(
            FhirServer server,
            FhirSettings settings,
            Abilities abilities,
            Abilities.Disproved disproved) {
        this.server = server;
        this.pages = new PageReader(server);
        this.settings = settings;
        this.abilities = abilities;
        this.disproved = disproved;
    }

    /** Never throws for what the source does. */
    TypeAnswer search(
            String type,
            String patientId,
            List<SearchFilter> filters,
            Budget budget,
            Deadline deadline) {
        var question = new Question(type, patientId, filters, budget, deadline);
        var refused = new ArrayList<List<SearchFilter>>();
        try {
            for (var pushed : attempts(type, filters)) {
                var result = ask(question, pushed);
                if (result instanceof PageReader.Result.Read(var read)) {
                    refused.forEach(attempt -> disprove(type, attempt));
                    return TypeAnswer.of(read, unapplied(question, pushed, read.self()));
                }
                if (result instanceof PageReader.Result.Refused(var status) && pushed.isEmpty()) {
                    return TypeAnswer.failed(
                            status == 404 || status == 501
                                    ? Faults.unsupported()
                                    : Faults.refused(status).fault());
                }
                refused.add(pushed);
            }
            return TypeAnswer.failed(Faults.unsupported());
        } catch (SourceFaultException e) {
            return TypeAnswer.failed(e.fault());
        }
    }

    /** Believed only as far as tested: what it refuses it is not asked again. */
    private void disprove(String type, List<SearchFilter> refused) {
        if (repeats(refused)) {
            disproved.repetition(type);
        } else {
            refused.forEach(filter -> disproved.parameter(type, filter.parameter()));
        }
    }

    private record Question(
            String type,
            String patientId,
            List<SearchFilter> filters,
            Budget budget,
            Deadline deadline) {}

    /** Ways to ask, the most precise first; the last is without filters. */
    private List<List<SearchFilter>> attempts(String type, List<SearchFilter> filters) {
        var attempts = new ArrayList<List<SearchFilter>>();
        var pushed = filters.stream().filter(abilities::pushesDown).toList();
        if (repeats(pushed) && !disproved.hasRepetition(type)) {
            attempts.add(pushed);
        }
        var seen = new HashSet<String>();
        var once = pushed.stream().filter(filter -> seen.add(filter.parameter())).toList();
        if (!once.isEmpty()) {
            attempts.add(once);
        }
        attempts.add(List.of());
        return attempts;
    }

    private static boolean repeats(List<SearchFilter> filters) {
        return filters.stream().map(SearchFilter::parameter).distinct().count() < filters.size();
    }

    private PageReader.Result ask(Question question, List<SearchFilter> pushed) {
        return pages.read(
                call(question.type(), question.patientId(), pushed, question.budget()),
                PageReader.Kind.SEARCH,
                question.budget(),
                question.deadline());
    }

    private HttpCall call(String type, String patientId, List<SearchFilter> pushed, Budget budget) {
        var query = new QueryText();
        var parameter = abilities.patientParameter(type).orElse("patient");
        // Only 'patient' is known to lead to a Patient; the others need the type.
        query.with(
                parameter,
                parameter.equals("patient") || parameter.equals("_id")
                        ? SearchText.escaped(patientId)
                        : "Patient/" + SearchText.escaped(patientId));
        pushed.forEach(filter -> query.with(filter.parameter(), SearchText.value(filter)));
        query.with("_count", Integer.toString(settings.pageSize()));
        return server.search(type, query, budget);
    }

    /** A server that ignores a parameter leaves it out of the address it says it answered. */
    private List<SearchFilter> unapplied(
            Question question, List<SearchFilter> pushed, @Nullable URI self) {
        var unapplied = new ArrayList<SearchFilter>();
        for (var filter : question.filters()) {
            if (!pushed.contains(filter)) {
                unapplied.add(filter);
            } else if (self != null && !names(self, filter.parameter())) {
                unapplied.add(filter);
                if (names(self, abilities.patientParameter(filter.resourceType()).orElse(""))) {
                    disproved.parameter(filter.resourceType(), filter.parameter());
                }
            }
        }
        return unapplied;
    }

    private static boolean names(URI self, String parameter) {
        var query = self.getRawQuery();
        if (query == null) {
            return false;
        }
        for (var part : query.split("&")) {
            if (part.startsWith(parameter + "=") || part.startsWith(parameter + ":")) {
                return true;
            }
        }
        return false;
    }
}
