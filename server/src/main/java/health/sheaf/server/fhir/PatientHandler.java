package health.sheaf.server.fhir;

import health.sheaf.core.record.FindAnswer;
import health.sheaf.core.record.FoundPatients;
import java.io.IOException;
import java.util.Map;

/** Answers searches for persons. */
final class PatientHandler {

    private final FhirParts parts;

    PatientHandler(FhirParts parts) {
        this.parts = parts;
    }

    void search(Exchange exchange) throws IOException {
        var search = PatientSearchReader.read(exchange.query(), exchange.strict());
        switch (parts.records().find(exchange.requester(), search.query())) {
            case FindAnswer.Found found -> send(exchange, search, found.emission().payload());
            case FindAnswer.Refused refused ->
                    throw new HttpProblem(HttpCode.REFUSED, refused.refusal().reason());
        }
    }

    private void send(Exchange exchange, SearchRequest.ForPatients search, FoundPatients found)
            throws IOException {
        Verdicts.count(parts.events(), found.ledger());
        var outcome = LedgerOutcome.of(found.ledger());
        addRemarks(outcome, search, found);
        if (PagedResult.nothingAnswered(found.ledger())) {
            Unanswered.send(exchange, outcome);
            return;
        }
        boolean pretty = search.shape().pretty();
        var shown =
                found.patients().stream()
                        .limit(search.shape().count().orElse(ShapeReader.MAX_COUNT))
                        .toList();
        // The self link leaves the parameters out: they identify a person, and links are kept.
        var links = Map.of("self", exchange.base() + "/Patient");
        Integer total = found.ledger().isComplete() ? found.patients().size() : null;
        exchange.send(
                200,
                pretty,
                out -> {
                    var bundle = new BundleWriter(out, exchange.base());
                    bundle.begin("searchset", found.ledger().asAt(), total, links);
                    bundle.outcome(outcome);
                    if (!search.shape().countOnly()) {
                        for (var patient : shown) {
                            bundle.entry(patient, false);
                        }
                    }
                    bundle.end();
                });
    }

    private static void addRemarks(
            tools.jackson.databind.node.ObjectNode outcome,
            SearchRequest.ForPatients search,
            FoundPatients found) {
        if (found.withoutNumber() > 0) {
            LedgerOutcome.addInformation(
                    outcome,
                    found.withoutNumber()
                            + " candidates without an NHS number were left out: ask with more"
                            + " details, or in the source's own screen.");
        }
        int count = search.shape().count().orElse(ShapeReader.MAX_COUNT);
        if (found.patients().size() > count) {
            LedgerOutcome.addInformation(
                    outcome,
                    "Only the first %d of %d candidates are shown: ask with more details."
                            .formatted(count, found.patients().size()));
        }
        if (found.patients().isEmpty() && !found.ledger().isComplete()) {
            LedgerOutcome.addInformation(
                    outcome, "Nobody was found by the sources that answered; not all of them did.");
        }
        for (var warning : search.shape().warnings()) {
            OperationOutcomes.addWarning(outcome, HttpCode.UNKNOWN_PARAMETER, warning);
        }
    }
}
