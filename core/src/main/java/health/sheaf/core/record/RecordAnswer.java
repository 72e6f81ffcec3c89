package health.sheaf.core.record;

import health.sheaf.core.audit.Emission;
import health.sheaf.core.audit.Receipt;
import health.sheaf.core.policy.Refusal;
import health.sheaf.spi.SourceFault;
import health.sheaf.spi.SourceId;

/**
 * How a question about one person ended. Every way is in the audit log before this object exists.
 */
public sealed interface RecordAnswer {

    /** The record, as far as the sources answered; the ledger says how far. */
    record Answered(Emission<PatientRecord> emission) implements RecordAnswer {}

    /** Policy said no. */
    record Refused(Refusal refusal, Receipt receipt) implements RecordAnswer {}

    /** No such person or resource, or none that this question may reveal. */
    record NotFound(Receipt receipt) implements RecordAnswer {}

    /**
     * The one source that could say whose the resource is did not: nothing is known of it, which is
     * not the same as its not being there.
     */
    record SourceSilent(SourceId source, SourceFault fault, Receipt receipt)
            implements RecordAnswer {}
}
