package health.sheaf.server.security;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import health.sheaf.server.fhir.HttpCode;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of one issuer, fetched when first needed. They are fetched again every five
 * minutes while they are used, and once a minute at most when a token names a key nobody knows.
 * While the issuer is away its keys go on for an hour; after that nothing is accepted.
 */
final class IssuerKeys {

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration BETWEEN_FETCHES = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MAX_KEYS = 50;

    /** The issuer's documents cannot be had or read. */
    static final class KeysUnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        KeysUnavailableException(String reason) {
            super(reason);
        }
    }

    private final String issuer;
    private final Documents documents;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Keys keys;
    private long triedAt;
    private boolean tried;

    private record Keys(List<JWK> all, long fetchedAt) {}

    /** Gets documents over HTTP; another one in tests. */
    interface Documents {
        /** The key set's URL, as the issuer's discovery document says. */
        String keySetUrl(String issuer) throws KeysUnavailableException;

        /** The document behind a URL. */
        byte[] get(String url) throws KeysUnavailableException;
    }

    IssuerKeys(String issuer, Documents documents, LongSupplier nanoTime) {
        this.issuer = issuer;
        this.documents = documents;
        this.nanoTime = nanoTime;
    }

    /**
     * The one key a token can have been signed with.
     *
     * @param kid as the token names it; empty where it names none
     * @throws TokenRefusedException where there is none, or the keys cannot be had
     */
    JWK key(String kid, String algorithm) {
        var current = keys;
        if (current == null || age(current) > FRESH.toNanos()) {
            current = refreshed(current);
        }
        var found = find(current, kid, algorithm);
        if (found.isEmpty()) {
            current = refreshed(current);
            found = find(current, kid, algorithm);
        }
        if (found.size() != 1) {
            throw TokenRefusedException.invalid("no such key");
        }
        return found.getFirst();
    }

    private static List<JWK> find(Keys keys, String kid, String algorithm) {
        var found = new ArrayList<JWK>();
        for (var key : keys.all()) {
            if ((kid.isEmpty() || kid.equals(key.getKeyID()))
                    && AccessTokens.fits(key, algorithm)) {
                found.add(key);
            }
        }
        return found;
    }

    private Keys refreshed(@Nullable Keys before) {
        fetching.lock();
        try {
            var current = keys;
            // Somebody else fetched while we waited, or it was tried a moment ago.
            boolean fetchedMeanwhile = current != null && !current.equals(before);
            boolean triedLately =
                    tried && nanoTime.getAsLong() - triedAt < BETWEEN_FETCHES.toNanos();
            if (!fetchedMeanwhile && !triedLately) {
                tried = true;
                triedAt = nanoTime.getAsLong();
                current = fetched(current);
            }
            if (current == null || age(current) > LONGEST.toNanos()) {
                throw new TokenRefusedException(
                        HttpCode.KEYS_UNAVAILABLE, "the issuer's keys cannot be had");
            }
            return current;
        } finally {
            fetching.unlock();
        }
    }

    private @Nullable Keys fetched(@Nullable Keys current) {
        try {
            var json = documents.get(documents.keySetUrl(issuer));
            var fresh = new Keys(read(json), nanoTime.getAsLong());
            keys = fresh;
            return fresh;
        } catch (KeysUnavailableException e) {
            return current;
        }
    }

    private static List<JWK> read(byte[] json) throws KeysUnavailableException {
        try {
            // Read strictly first: two readers must not see two different key sets.
            StrictJson.object(json);
            var all = JWKSet.parse(new String(json, StandardCharsets.UTF_8)).getKeys();
            var ids = new HashSet<String>();
            for (var key : all) {
                if (key.getKeyID() != null && !ids.add(key.getKeyID())) {
                    throw new KeysUnavailableException("a key id occurs twice");
                }
            }
            if (all.size() > MAX_KEYS) {
                throw new KeysUnavailableException("too many keys");
            }
            return List.copyOf(all);
        } catch (ParseException | TokenRefusedException e) {
            throw new KeysUnavailableException("not a key set");
        }
    }

    private long age(Keys held) {
        return nanoTime.getAsLong() - held.fetchedAt();
    }
}
