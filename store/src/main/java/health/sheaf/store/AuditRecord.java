package health.sheaf.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** One event as it lies in a journal. Immutable. */
public final class AuditRecord {

    private final long index;
    private final byte[] stored;
    private final byte[] event;

    AuditRecord(long index, byte[] stored, byte[] event) {
        this.index = index;
        this.stored = stored;
        this.event = event;
    }

    /** Its place in its journal: 0, 1, 2 … without a gap. */
    public long index() {
        return index;
    }

    /** Its canonical bytes in the clear; a copy. Whoever reads them must write that down. */
    public byte[] event() {
        return event.clone();
    }

    /** The leaf hash of RFC 9162: SHA-256 of a zero byte and the bytes as stored, encrypted. */
    public byte[] leaf() {
        return leafOf(stored);
    }

    static byte[] leafOf(byte[] stored) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update((byte) 0);
            return sha.digest(stored);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java runtime", e);
        }
    }

    /** Without the event, which names users and persons. */
    @Override
    public String toString() {
        return "AuditRecord[" + index + "]";
    }
}
