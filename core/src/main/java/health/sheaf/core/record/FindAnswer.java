package health.sheaf.core.record;

import health.sheaf.core.audit.Emission;
import health.sheaf.core.audit.Receipt;
import health.sheaf.core.policy.Refusal;

/** How a search for persons ended. */
public sealed interface FindAnswer {

    record Found(Emission<FoundPatients> emission) implements FindAnswer {}

    record Refused(Refusal refusal, Receipt receipt) implements FindAnswer {}
}
