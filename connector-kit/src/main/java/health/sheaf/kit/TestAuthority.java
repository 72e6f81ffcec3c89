package health.sheaf.kit;

import health.sheaf.spi.Authority;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;

/**
 * A decision for tests of connectors, which get theirs from policy otherwise. It allows to locate,
 * to see evidence and to read.
 *
 * @param decisionId names the decision
 * @param user on whose behalf
 * @param purpose why
 */
public record TestAuthority(String decisionId, EndUser user, Purpose purpose)
        implements Authority.ToRead, Authority.ToLocate, Authority.ToSeeEvidence {

    /** A clinician of a practice who gives direct care. */
    public static TestAuthority directCare() {
        return new TestAuthority(
                "kit-decision",
                new EndUser("kit-user", "Dr Kit Tester", "R8000", new OdsCode("Y99901")),
                Purpose.DIRECT_CARE);
    }
}
