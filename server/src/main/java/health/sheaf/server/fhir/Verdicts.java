package health.sheaf.server.fhir;

import health.sheaf.core.federation.Ledger;

/** Hands the verdicts of a ledger to the metrics. */
final class Verdicts {

    private Verdicts() {}

    static void count(EdgeEvents events, Ledger ledger) {
        for (var line : ledger.lines()) {
            var code = line.code();
            events.verdict(
                    line.source(),
                    line.verdict().code(),
                    code == null ? null : code.code(),
                    line.took());
        }
    }
}
