package health.sheaf.core.policy;

import java.util.List;

/** The outcome of a policy decision: a refusal, or an authority of one of three kinds. */
public sealed interface Decision permits Refusal, LocatePermit, EvidencePermit, Permit {

    /** Names the decision in the audit log. */
    String decisionId();

    /** The version of the rules that decided. */
    String policyVersion();

    /** The rules that decided, in the order they were tried. */
    List<String> rules();
}
