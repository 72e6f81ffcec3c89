package health.sheaf.transport;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.SourceFaultException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * OAuth2 client credentials: a token is used until shortly before it expires, and fetched by one
 * thread while the others wait for it.
 */
final class ClientCredentials implements Authentication {

    private static final Duration EARLY = Duration.ofSeconds(30);

    private final HttpSource tokens;
    private final String scope;
    private final ClientProof proof;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token current;
    private volatile Attempt last = new Attempt(0, null);

    private record Token(HeaderLine header, long usableUntil) {}

    /** The last time somebody asked for a token; without a fault where it worked. */
    private record Attempt(long number, @Nullable SourceFaultException fault) {}

    ClientCredentials(HttpSource tokens, String scope, ClientProof proof, LongSupplier nanoTime) {
        this.tokens = tokens;
        this.scope = scope;
        this.proof = proof;
        this.nanoTime = nanoTime;
    }

    @Override
    public Optional<HeaderLine> header(Deadline deadline) {
        var token = usable();
        return Optional.of(token != null ? token.header() : fetched(deadline).header());
    }

    @Override
    public boolean renew(HeaderLine refused) {
        var token = current;
        if (token != null && token.header().equals(refused)) {
            current = null;
        }
        return true;
    }

    @Override
    public void close() {
        tokens.close();
    }

    @Override
    public String toString() {
        return "ClientCredentials[***]";
    }

    private @Nullable Token usable() {
        var token = current;
        return token != null && token.usableUntil() - nanoTime.getAsLong() > 0 ? token : null;
    }

    private Token fetched(Deadline deadline) {
        var before = last;
        lock(deadline);
        try {
            var token = usable();
            if (token != null) {
                return token;
            }
            var meanwhile = last;
            // Who waited while somebody else was refused does not ask the same again.
            if (meanwhile.number() != before.number()
                    && meanwhile.fault() != null
                    && meanwhile.fault().fault().code() != FaultCode.TIMED_OUT) {
                throw new SourceFaultException(meanwhile.fault().fault());
            }
            return asked(deadline);
        } finally {
            fetching.unlock();
        }
    }

    private Token asked(Deadline deadline) {
        try {
            var token = ask(deadline);
            current = token;
            last = new Attempt(last.number() + 1, null);
            return token;
        } catch (SourceFaultException e) {
            last = new Attempt(last.number() + 1, e);
            throw e;
        }
    }

    private void lock(Deadline deadline) {
        try {
            if (!fetching.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                throw HttpFaults.timedOut();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw HttpFaults.noLongerAwaited();
        }
    }

    private Token ask(Deadline deadline) {
        var form = new QueryText().with("grant_type", "client_credentials");
        if (!scope.isEmpty()) {
            form.with("scope", scope);
        }
        proof.addTo(form);
        var call = HttpCall.post(tokens.base(), "application/json", form, SmallJson.MAX_BYTES);
        var answer = tokens.exchange(call, proof.header().orElse(null), deadline);
        if (!answer.isSuccess()) {
            throw HttpFaults.fault(
                    FaultCode.CREDENTIALS_REFUSED,
                    "the token service refused us with status " + answer.status());
        }
        var grant = TokenGrant.read(answer.body());
        var lifetime = grant.lifetime();
        var early = lifetime.compareTo(EARLY.multipliedBy(2)) < 0 ? lifetime.dividedBy(2) : EARLY;
        return new Token(
                new HeaderLine("Authorization", "Bearer " + grant.token()),
                nanoTime.getAsLong() + lifetime.minus(early).toNanos());
    }
}
