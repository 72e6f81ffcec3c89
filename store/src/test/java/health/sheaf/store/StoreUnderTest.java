package health.sheaf.store;

import java.util.List;

/** A database that the contracts can open, close, look into and tamper with. */
interface StoreUnderTest extends AutoCloseable {

    /** Opens the store; each must be closed before the next is opened. */
    Store open();

    /** As after a change of keys. */
    Store open(KeyRing keys);

    KeyRing keys();

    /** Runs statements behind the store's back. */
    void execute(String... statements);

    /** Takes away what keeps audit events from being changed, as an administrator could. */
    void disarm();

    /** Everything that rests on the disk. */
    List<byte[]> disk();

    /** How a child process opens the same store: arguments of {@link AppendUntilKilled}. */
    List<String> childArguments();

    @Override
    void close();
}
