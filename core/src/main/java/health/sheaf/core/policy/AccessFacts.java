package health.sheaf.core.policy;

import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.Restriction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was gathered before a decision. A fact that is missing is a refusal, never a guess.
 *
 * @param interaction which authority is asked for
 * @param person about whom; {@code null} while nobody is identified (only locating is possible
 *     then)
 * @param restriction what is known of the S-flag
 * @param resourceTypes the types asked for
 * @param relationship why this user may see this person
 */
public record AccessFacts(
        Interaction interaction,
        @Nullable PersonId person,
        Restriction restriction,
        Set<String> resourceTypes,
        Relationship relationship) {

    public AccessFacts {
        resourceTypes = Set.copyOf(resourceTypes);
    }
}
