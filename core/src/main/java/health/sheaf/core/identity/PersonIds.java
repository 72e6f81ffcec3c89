package health.sheaf.core.identity;

import java.security.SecureRandom;
import java.util.function.Supplier;

/** Makes fresh ids of persons: 128 random bits each. Safe for use by many threads. */
public final class PersonIds implements Supplier<PersonId> {

    private static final int BYTES = 16;

    private final SecureRandom random;

    public PersonIds(SecureRandom random) {
        this.random = random;
    }

    @Override
    public PersonId get() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PersonId(Base32.encode(bytes, BYTES));
    }
}
