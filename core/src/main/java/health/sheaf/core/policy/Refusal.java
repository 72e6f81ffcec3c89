package health.sheaf.core.policy;

import java.util.List;

/**
 * No.
 *
 * @param rules the last of them is the one that refused
 * @param reason what the user is told; the same for everybody who meets this rule
 */
public record Refusal(String decisionId, String policyVersion, List<String> rules, String reason)
        implements Decision {

    public Refusal {
        rules = List.copyOf(rules);
    }
}
