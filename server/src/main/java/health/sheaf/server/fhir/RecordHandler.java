package health.sheaf.server.fhir;

import health.sheaf.core.federation.Ledger;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.record.PatientRecord;
import health.sheaf.core.record.RecordAnswer;
import health.sheaf.server.fhir.SearchRequest.InRecord;
import health.sheaf.spi.SourceId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Answers questions about one person. */
final class RecordHandler {

    private final FhirParts parts;
    private final Pages pages;

    RecordHandler(FhirParts parts) {
        this.parts = parts;
        this.pages = new Pages(parts);
    }

    void search(Exchange exchange, String type) throws IOException {
        var reader = new SearchReader(exchange.base());
        answer(exchange, reader.search(type, exchange.query(), exchange.strict()));
    }

    void patientById(Exchange exchange) throws IOException {
        var reader = new SearchReader(exchange.base());
        answer(exchange, reader.patientById(exchange.query(), exchange.strict()));
    }

    void everything(Exchange exchange, String patientId) throws IOException {
        var reader = new SearchReader(exchange.base());
        var request = reader.everything(patientId, exchange.query(), exchange.strict());
        if (exchange.format() == Format.EVENTS) {
            new EventStream(parts, exchange, request).send(person(patientId));
        } else {
            answer(exchange, request);
        }
    }

    private void answer(Exchange exchange, InRecord request) throws IOException {
        var record = ask(exchange, request, Map.of());
        Verdicts.count(parts.events(), record.ledger());
        var selection = new Selection(request, record);
        var outcome = outcome(request, record, selection);
        if (PagedResult.nothingAnswered(record.ledger())) {
            Unanswered.send(exchange, outcome);
            return;
        }
        var page = pages.first(exchange, request, record, selection);
        send(exchange, request, record, selection, page);
    }

    /** A later page: from memory, or asked again. */
    void page(Exchange exchange) throws IOException {
        var cursor = pages.cursor(exchange);
        var held = pages.fromMemory(exchange, cursor);
        var result = held.orElseGet(() -> askAgain(exchange, cursor));
        var page = pages.at(exchange, cursor, result);
        if (held.isPresent()) {
            writeDown(exchange, result, page);
        }
        send(exchange, result.request(), result.record(), result.selection(), page);
    }

    /**
     * What comes from memory is an access like any other: decided, and in the log before it leaves.
     */
    private void writeDown(Exchange exchange, PagedResult result, Pages.Page page) {
        var entries =
                result.selection().page(page.from(), page.count()).stream()
                        .map(Selection.Shown::entry)
                        .toList();
        shown(
                parts.records()
                        .showAgain(
                                exchange.requester(),
                                person(result.request().patientId()),
                                result.request().question(),
                                result.record(),
                                entries));
    }

    private PagedResult askAgain(Exchange exchange, Cursor cursor) {
        var request = requestOf(exchange, cursor);
        var leaveOut =
                cursor.failed().entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> new SourceId(entry.getKey()),
                                        entry ->
                                                "it had not answered when the first page was made ("
                                                        + entry.getValue()
                                                        + ")"));
        var record = ask(exchange, request, leaveOut);
        var result = PagedResult.of(request, record, new Selection(request, record));
        if (!result.fingerprints().equals(cursor.fingerprints())) {
            throw new HttpProblem(
                    HttpCode.GONE,
                    "The record has changed since the first page. Start again from the first"
                            + " page.");
        }
        pages.keep(exchange, cursor, result);
        return result;
    }

    private static InRecord requestOf(Exchange exchange, Cursor cursor) {
        var reader = new SearchReader(exchange.base());
        var query = Query.of(cursor.query(), "");
        if (cursor.type().isEmpty()) {
            return reader.everything(cursor.patientId(), query, false);
        }
        return cursor.type().equals("Patient")
                ? reader.patientById(query, false)
                : reader.search(cursor.type(), query, false);
    }

    private PatientRecord ask(Exchange exchange, InRecord request, Map<SourceId, String> leaveOut) {
        var answer =
                parts.records()
                        .read(
                                exchange.requester(),
                                person(request.patientId()),
                                request.question(),
                                leaveOut);
        return shown(answer);
    }

    /** An id that could be none is answered like one that is not known. */
    private static PersonId person(String patientId) {
        if (!PersonId.isShaped(patientId)) {
            throw new HttpProblem(HttpCode.NOT_FOUND, Words.NOT_FOUND);
        }
        return new PersonId(patientId);
    }

    private static PatientRecord shown(RecordAnswer answer) {
        return switch (answer) {
            case RecordAnswer.Answered answered -> answered.emission().payload();
            case RecordAnswer.Refused refused ->
                    throw new HttpProblem(HttpCode.REFUSED, refused.refusal().reason());
            case RecordAnswer.NotFound notFound ->
                    throw new HttpProblem(HttpCode.NOT_FOUND, Words.NOT_FOUND);
            case RecordAnswer.SourceSilent silent -> throw silent(silent);
        };
    }

    private static HttpProblem silent(RecordAnswer.SourceSilent silent) {
        return new HttpProblem(
                HttpCode.NO_SOURCE_ANSWERED,
                "The system that holds it did not answer ("
                        + silent.fault().code().code()
                        + "). This says nothing about what there is: ask again.");
    }

    private static tools.jackson.databind.node.ObjectNode outcome(
            InRecord request, PatientRecord record, Selection selection) {
        var types = new TreeSet<String>();
        selection.matches().forEach(entry -> types.add(entry.type()));
        return LedgerOutcome.of(record.ledger(), record.conflicts(), request, types);
    }

    private void send(
            Exchange exchange,
            InRecord request,
            PatientRecord record,
            Selection selection,
            Pages.Page page)
            throws IOException {
        var shape = request.shape();
        var ledger = record.ledger();
        // A total beside a silent source would be read as "there is no more": then there is none.
        Integer total = ledger.isComplete() ? selection.matches().size() : null;
        var outcome = outcome(request, record, selection);
        List<Selection.Shown> shown =
                shape.countOnly() ? List.of() : selection.page(page.from(), page.count());
        var tag = BundleTag.of(request, record, page, shown, selection.matches().size());
        if (tag.isPresent() && exchange.isKnown(tag.get())) {
            return;
        }
        exchange.send(
                200,
                shape.pretty(),
                out -> {
                    var bundle = new BundleWriter(out, exchange.base());
                    bundle.begin("searchset", ledger.asAt(), total, page.links());
                    bundle.outcome(outcome);
                    write(bundle, request, record, shown);
                    bundle.end();
                });
    }

    private static void write(
            BundleWriter bundle,
            InRecord request,
            PatientRecord record,
            List<Selection.Shown> shown)
            throws IOException {
        for (var each : shown) {
            bundle.entry(each.entry(), each.included());
        }
        if (request.shape().provenance()) {
            for (var each : shown) {
                var origin = each.entry().origin();
                if (origin != null) {
                    bundle.included(
                            Provenances.of(each.entry(), origin, record.ledger()),
                            "Provenance/" + Provenances.id(each.entry()));
                }
            }
        }
    }

    void read(Exchange exchange, String type, String id) throws IOException {
        var patient = new SearchReader(exchange.base()).within(exchange.query());
        var shape = new ShapeReader(exchange.query(), exchange.strict()).read("");
        if (patient.isEmpty() && Route.SUPPORTING.contains(type)) {
            throw new HttpProblem(
                    HttpCode.PATIENT_NEEDED,
                    "This resource belongs to no record by itself. Take it with the one that refers"
                            + " to it, by '_include', or add '?patient=' with the person's id.");
        }
        var record =
                shown(
                        patient.isEmpty()
                                ? parts.records().readResource(exchange.requester(), type, id)
                                : parts.records()
                                        .readResource(
                                                exchange.requester(),
                                                person(patient.get()),
                                                type,
                                                id));
        Verdicts.count(parts.events(), record.ledger());
        var entry = record.entry(type, id);
        if (entry.isEmpty()) {
            if (PagedResult.nothingAnswered(record.ledger())) {
                Unanswered.send(exchange, LedgerOutcome.of(record.ledger()));
                return;
            }
            throw new HttpProblem(HttpCode.NOT_FOUND, Words.NOT_FOUND);
        }
        exchange.response().setHeader("X-Sheaf-Ledger", line(record.ledger()));
        var resource = entry.get().resource();
        if (!exchange.isKnown(resource.sha256())) {
            exchange.send(200, shape.pretty(), resource::writeTo);
        }
    }

    /** The ledger in a header, where the answer is one resource and has no room for it. */
    private static String line(Ledger ledger) {
        var verdicts = new LinkedHashMap<String, String>();
        ledger.lines().forEach(line -> verdicts.put(line.source().value(), line.verdict().code()));
        return verdicts.entrySet().stream()
                .limit(50)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
