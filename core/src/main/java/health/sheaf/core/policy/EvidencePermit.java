package health.sheaf.core.policy;

import health.sheaf.spi.Authority;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.Purpose;
import java.util.List;

/** May read the facts of a relationship only. Made by {@link Policy} alone. */
public final class EvidencePermit implements Decision, Authority.ToSeeEvidence {

    private final Grant grant;

    EvidencePermit(Grant grant) {
        this.grant = grant;
    }

    @Override
    public String decisionId() {
        return grant.decisionId();
    }

    @Override
    public String policyVersion() {
        return grant.policyVersion();
    }

    @Override
    public List<String> rules() {
        return grant.rules();
    }

    @Override
    public EndUser user() {
        return grant.requester().user();
    }

    @Override
    public Purpose purpose() {
        return grant.requester().purpose();
    }

    public Patience patience() {
        return grant.patience();
    }
}
