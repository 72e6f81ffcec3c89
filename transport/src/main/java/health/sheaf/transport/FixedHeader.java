package health.sheaf.transport;

import health.sheaf.spi.Deadline;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * HTTP basic or an API key: the same header each time. After a refusal the secret is read again, so
 * that one that was rotated takes effect without a restart.
 */
final class FixedHeader implements Authentication {

    private final Supplier<HeaderLine> secret;
    private volatile HeaderLine current;

    FixedHeader(Supplier<HeaderLine> secret) {
        this.secret = secret;
        this.current = secret.get();
    }

    @Override
    public Optional<HeaderLine> header(Deadline deadline) {
        return Optional.of(current);
    }

    @Override
    public boolean renew(HeaderLine refused) {
        var now = secret.get();
        current = now;
        return !now.equals(refused);
    }

    @Override
    public String toString() {
        return "FixedHeader[***]";
    }
}
