package health.sheaf.server.fhir;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/** What is said when no source answered: the ledger, and that this is not an empty record. */
final class Unanswered {

    private Unanswered() {}

    static void send(Exchange exchange, ObjectNode ledger) throws IOException {
        OperationOutcomes.addProblem(
                ledger,
                HttpCode.NO_SOURCE_ANSWERED,
                "No source answered. This says nothing about what there is: ask again, or look in"
                        + " the sources' own screens.");
        exchange.response().setHeader("Retry-After", "10");
        exchange.send(
                HttpCode.NO_SOURCE_ANSWERED.status(),
                false,
                out -> out.write(OperationOutcomes.JSON.writeValueAsBytes(ledger)));
    }
}
