package health.sheaf.core.policy;

import java.util.List;

/** What every kind of permit carries. */
record Grant(
        String decisionId,
        String policyVersion,
        List<String> rules,
        Requester requester,
        Patience patience) {

    Grant {
        rules = List.copyOf(rules);
    }
}
