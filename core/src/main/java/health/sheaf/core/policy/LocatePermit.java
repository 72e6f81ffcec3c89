package health.sheaf.core.policy;

import health.sheaf.spi.Authority;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.Purpose;
import java.util.List;

/**
 * May learn which sources know a person: existence and links only. Made by {@link Policy} alone.
 */
public final class LocatePermit implements Decision, Authority.ToLocate {

    private final Grant grant;

    LocatePermit(Grant grant) {
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
