package health.sheaf.connector.fhir;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.transport.QueryText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * Fetches what a patient's resources refer to and the answer did not bring along: who, where, which
 * medicine. In batches by id, two steps deep (a role, then its organisation), and never from
 * another place. A reference that cannot be resolved stays a reference: no section fails for it.
 */
final class SupportingResources {

    private static final Set<String> TYPES =
            Set.of(
                    "Practitioner",
                    "PractitionerRole",
                    "Organization",
                    "Location",
                    "HealthcareService",
                    "Medication",
                    "Substance");

    private static final int STEPS = 2;
    private static final int BATCH = 40;
    private static final int MOST = 400;
    private static final Pattern LOCAL =
            Pattern.compile("([A-Z][A-Za-z]{1,39})/([A-Za-z0-9.-]{1,64})(/_history/.*)?");

    private final FhirServer server;
    private final PageReader pages;
    private final Abilities abilities;
    private final FanOut fanOut;

    SupportingResources(FhirServer server, Abilities abilities, FanOut fanOut) {
        this.server = server;
        this.pages = new PageReader(server);
        this.abilities = abilities;
        this.fanOut = fanOut;
    }

    /** The resources that some entries refer to and that are not among them. */
    List<Entry> missingFrom(Collection<Entry> entries, Budget budget, Deadline deadline) {
        var known = new HashSet<String>();
        entries.forEach(entry -> known.add(entry.origin().localReference()));
        var found = new ArrayList<Entry>();
        Collection<Entry> last = entries;
        for (int step = 0; step < STEPS && !last.isEmpty(); step++) {
            var wanted = wanted(last, known);
            if (wanted.isEmpty() || deadline.passed()) {
                break;
            }
            last = fetch(wanted, budget, deadline);
            found.addAll(last);
        }
        return found;
    }

    /** By type; what is wanted counts as known from here on, so that nothing is asked for twice. */
    private Map<String, Set<String>> wanted(Collection<Entry> entries, Set<String> known) {
        var wanted = new TreeMap<String, Set<String>>();
        int count = 0;
        for (var entry : entries) {
            for (var reference : entry.resource().references()) {
                var text = relative(reference);
                // Most references lead to the patient or repeat: the cheap questions come first.
                if (count == MOST || !mayBeWanted(text) || !known.add(text)) {
                    continue;
                }
                var local = LOCAL.matcher(text);
                if (local.matches()
                        && (local.group(3) == null
                                || known.add(local.group(1) + "/" + local.group(2)))) {
                    wanted.computeIfAbsent(local.group(1), type -> new LinkedHashSet<>())
                            .add(local.group(2));
                    count++;
                }
            }
        }
        return wanted;
    }

    private boolean mayBeWanted(String reference) {
        int slash = reference.indexOf('/');
        if (slash < 0) {
            return false;
        }
        var type = reference.substring(0, slash);
        return TYPES.contains(type) && !abilities.rulesOut(type);
    }

    private String relative(String reference) {
        var base = server.base().toString();
        return reference.startsWith(base) ? reference.substring(base.length()) : reference;
    }

    private List<Entry> fetch(Map<String, Set<String>> wanted, Budget budget, Deadline deadline) {
        var tasks = new ArrayList<Callable<List<Entry>>>();
        wanted.forEach((type, ids) -> {
            var list = List.copyOf(ids);
            for (int from = 0; from < list.size(); from += BATCH) {
                var batch = list.subList(from, Math.min(list.size(), from + BATCH));
                tasks.add(() -> batch(type, batch, budget, deadline));
            }
        });
        return fanOut.all(tasks, List.<Entry>of(), deadline).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Entry> batch(String type, List<String> ids, Budget budget, Deadline deadline) {
        try {
            if (ids.size() > 1 && abilities.canSearch(type)) {
                var query =
                        new QueryText()
                                .with("_id", String.join(",", ids))
                                .with("_count", Integer.toString(ids.size()));
                if (pages.read(
                                server.search(type, query, budget),
                                PageReader.Kind.BY_ID,
                                budget,
                                deadline)
                        instanceof PageReader.Result.Read(var read)) {
                    var wanted = Set.copyOf(ids);
                    return read.entries().stream()
                            .filter(entry ->
                                    entry.resource().type().equals(type)
                                            && wanted.contains(entry.origin().nativeId()))
                            .toList();
                }
            }
            var found = new ArrayList<Entry>();
            for (var id : ids) {
                read(type, id, budget, deadline).ifPresent(found::add);
            }
            return found;
        } catch (SourceFaultException e) {
            return List.of();
        }
    }

    private Optional<Entry> read(String type, String id, Budget budget, Deadline deadline) {
        return server.readResource(type, id, budget, deadline);
    }
}
