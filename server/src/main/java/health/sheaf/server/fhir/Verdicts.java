package health.sheaf.server.fhir;

import health.sheaf.core.federation.Ledger;
import java.time.Duration;

/** Hands the verdicts of a ledger to metrics and traces. */
final class Verdicts {

    private Verdicts() {}

    static void count(EdgeEvents events, Ledger ledger) {
        // All sources are asked at once, and the ledger is made when the slowest has answered.
        var longest =
                ledger.lines().stream()
                        .map(Ledger.Line::took)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        var began = ledger.asAt().minus(longest);
        for (var line : ledger.lines()) {
            events.verdict(
                    new EdgeEvents.Asked(
                            line.source(),
                            line.verdict(),
                            line.code(),
                            line.entries(),
                            began,
                            line.took()));
        }
    }
}
