package health.sheaf.core.record;

import health.sheaf.core.identity.PersonId;
import health.sheaf.core.policy.Requester;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.SourceId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets the same user's same question, asked many times at once, go to the sources once. Two users
 * never share an answer, nor one user under two purposes. Each request is still decided and written
 * down by itself.
 */
final class Coalescing {

    private final Map<Key, CompletableFuture<Gathered>> underWay = new ConcurrentHashMap<>();

    /** All that must be equal for two requests to share what the sources answered. */
    record Key(
            EndUser user,
            Purpose purpose,
            Set<String> scopes,
            String policyVersion,
            PersonId person,
            RecordQuestion question,
            Map<SourceId, String> leaveOut) {

        static Key of(
                Requester requester,
                String policyVersion,
                PersonId person,
                RecordQuestion question,
                Map<SourceId, String> leaveOut) {
            return new Key(
                    requester.user(),
                    requester.purpose(),
                    requester.scopes(),
                    policyVersion,
                    person,
                    question,
                    Map.copyOf(leaveOut));
        }
    }

    Gathered once(Key key, Supplier<Gathered> ask) {
        var mine = new CompletableFuture<Gathered>();
        var other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            try {
                return other.join();
            } catch (CompletionException | CancellationException e) {
                // The one who asked was cut off; this request asks for itself.
                return ask.get();
            }
        }
        try {
            var gathered = ask.get();
            mine.complete(gathered);
            return gathered;
        } finally {
            underWay.remove(key, mine);
            mine.cancel(false);
        }
    }
}
