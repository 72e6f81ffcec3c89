package health.sheaf.core.policy;

import health.sheaf.core.identity.PersonId;
import health.sheaf.spi.Authority;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.Purpose;
import java.util.List;
import java.util.Set;

/** May read the record of one person, as far as the types go. Made by {@link Policy} alone. */
public final class Permit implements Decision, Authority.ToRead {

    private final Grant grant;
    private final PersonId person;
    private final Set<String> resourceTypes;

    Permit(Grant grant, PersonId person, Set<String> resourceTypes) {
        this.grant = grant;
        this.person = person;
        this.resourceTypes = Set.copyOf(resourceTypes);
    }

    /** Whose record. */
    public PersonId person() {
        return person;
    }

    /** The types that were asked for and are allowed. */
    public Set<String> resourceTypes() {
        return resourceTypes;
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
