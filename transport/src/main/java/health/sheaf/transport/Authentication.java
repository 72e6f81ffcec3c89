package health.sheaf.transport;

import health.sheaf.spi.Deadline;
import health.sheaf.spi.SourceFaultException;
import java.util.Optional;

/** How we show a source who we are. */
sealed interface Authentication permits Authentication.None, FixedHeader, ClientCredentials {

    /**
     * What to send along.
     *
     * @throws SourceFaultException where no token could be had
     */
    Optional<HeaderLine> header(Deadline deadline);

    /**
     * After the source refused: whether there is something else to try.
     *
     * @param refused what was sent
     */
    boolean renew(HeaderLine refused);

    /** Frees what it holds. */
    default void close() {}

    /** We do not. */
    record None() implements Authentication {

        @Override
        public Optional<HeaderLine> header(Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public boolean renew(HeaderLine refused) {
            return false;
        }
    }
}
