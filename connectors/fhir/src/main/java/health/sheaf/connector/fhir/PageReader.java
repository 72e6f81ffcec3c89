package health.sheaf.connector.fhir;

import health.sheaf.spi.BundlePage;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceFaultException;
import health.sheaf.transport.HttpCall;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows a result from page to page. A page counts whole or not at all; a first page that fails
 * fails the result, a later one leaves it incomplete.
 */
final class PageReader {

    private final FhirServer server;

    PageReader(FhirServer server) {
        this.server = server;
    }

    /** What is read page by page. */
    enum Kind {
        /** {@code Bundle.total} counts the matches. */
        SEARCH,
        /** An operation that gathers; not everybody calls what it gives a searchset. */
        EVERYTHING,
        /** A search for certain ids, of which some may not be there. */
        BY_ID;

        Set<String> bundles() {
            return switch (this) {
                case SEARCH, BY_ID -> SEARCHSET;
                case EVERYTHING -> SEARCHSET_OR_COLLECTION;
            };
        }
    }

    private static final Set<String> SEARCHSET = Set.of("searchset");
    private static final Set<String> SEARCHSET_OR_COLLECTION = Set.of("searchset", "collection");

    /** All pages, or the status by which the server refused the first. */
    sealed interface Result {

        record Read(Pages pages) implements Result {}

        record Refused(int status) implements Result {}
    }

    /**
     * @throws SourceFaultException where the first page does not come
     */
    Result read(HttpCall first, Kind kind, Budget budget, Deadline deadline) {
        return switch (server.read(first, kind.bundles(), budget, deadline)) {
            case FhirServer.Reply.Refused refused -> new Result.Refused(refused.status());
            case FhirServer.Reply.Page page ->
                    new Result.Read(new Reading(kind, budget, deadline).from(first, page));
        };
    }

    private final class Reading {

        private final Kind kind;
        private final Budget budget;
        private final Deadline deadline;
        private final List<Entry> entries = new ArrayList<>();
        private final Map<String, Entry> known = new HashMap<>();
        private final Set<URI> visited = new HashSet<>();
        private int matches;
        private @Nullable SourceFault missing;

        Reading(Kind kind, Budget budget, Deadline deadline) {
            this.kind = kind;
            this.budget = budget;
            this.deadline = deadline;
        }

        Pages from(HttpCall call, FhirServer.Reply.Page first) {
            visited.add(call.address());
            take(first.bundle());
            var page = Optional.of(first);
            for (int number = 2; page.isPresent(); number++) {
                page = after(page.get(), number);
            }
            var total = first.bundle().total();
            if (missing == null && kind == Kind.SEARCH && total != null && matches < total) {
                missing =
                        new SourceFault(
                                FaultCode.INCOMPLETE_PAGES,
                                "the source announced more entries than it gave");
            }
            return new Pages(entries, missing, self(first));
        }

        /** The next page where there is one to be had; says in {@code missing} why not. */
        private Optional<FhirServer.Reply.Page> after(FhirServer.Reply.Page page, int number) {
            var link = page.bundle().next();
            if (link.isEmpty()) {
                return Optional.empty();
            }
            try {
                var address = server.link(page.address(), link.get());
                var stop = reasonToStop(address, number);
                if (stop != null) {
                    missing = stop;
                    return Optional.empty();
                }
                switch (server.read(
                        server.page(address, budget), kind.bundles(), budget, deadline)) {
                    case FhirServer.Reply.Page next -> {
                        take(next.bundle());
                        return Optional.of(next);
                    }
                    case FhirServer.Reply.Refused refused ->
                            missing =
                                    Faults.incomplete(
                                            number, Faults.refused(refused.status()).fault());
                }
            } catch (SourceFaultException e) {
                missing =
                        e.fault().code() == FaultCode.FOREIGN_LINK
                                ? e.fault()
                                : Faults.incomplete(number, e.fault());
            }
            return Optional.empty();
        }

        private @Nullable SourceFault reasonToStop(URI address, int number) {
            if (!visited.add(address)) {
                return new SourceFault(
                        FaultCode.INCOMPLETE_PAGES, "the source's pages lead in a circle");
            }
            if (number > budget.maxPages()) {
                return new SourceFault(
                        FaultCode.INCOMPLETE_PAGES,
                        "the source has more pages than the " + budget.maxPages() + " allowed");
            }
            if (!budget.allowsMoreEntries()) {
                return new SourceFault(
                        FaultCode.TOO_LARGE, "the source has more entries than are allowed");
            }
            return null;
        }

        /** Takes a page whole, or throws before anything of it is taken. */
        private void take(BundlePage page) {
            var fresh = new ArrayList<Entry>(page.items().size());
            var names = new HashMap<String, Entry>();
            int found = 0;
            boolean trouble = false;
            for (var item : page.items()) {
                if ("outcome".equals(item.searchMode())) {
                    trouble |= saysTrouble(item.resource().values("issue.severity"));
                    continue;
                }
                var entry = server.entry(item.resource());
                var name = entry.origin().localReference();
                // A server whose data move while it pages gives some twice. Where the second is
                // another, both go on: who looks whose data these are must see each of them.
                var before = known.getOrDefault(name, names.get(name));
                if (before == null) {
                    names.put(name, entry);
                    fresh.add(entry);
                    found += "include".equals(item.searchMode()) ? 0 : 1;
                } else if (!Assembly.alike(before, entry)) {
                    fresh.add(entry);
                }
            }
            known.putAll(names);
            entries.addAll(fresh);
            matches += found;
            budget.spendEntries(fresh.size());
            if (trouble && missing == null) {
                missing =
                        new SourceFault(
                                FaultCode.INCOMPLETE_PAGES,
                                "the source itself says that its answer is not complete");
            }
        }

        private static boolean saysTrouble(List<String> severities) {
            return severities.contains("error") || severities.contains("fatal");
        }

        private @Nullable URI self(FhirServer.Reply.Page page) {
            var link = page.bundle().links().get("self");
            try {
                return link == null ? null : URI.create(link);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }
}
