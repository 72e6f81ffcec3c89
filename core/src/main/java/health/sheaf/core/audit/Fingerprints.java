package health.sheaf.core.audit;

import java.util.Arrays;
import java.util.HexFormat;

/** The shortened hashes of what was shown, in the order it was shown. Immutable. */
public final class Fingerprints {

    /** Bytes kept of each SHA-256. */
    public static final int LENGTH = 16;

    private final byte[] bytes;

    private Fingerprints(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Gathers fingerprints. */
    public static final class Builder {
        private byte[] bytes = new byte[64 * LENGTH];
        private int length;

        /**
         * @param sha256 the 32 bytes of a SHA-256
         */
        public void add(byte[] sha256) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, length * 2);
            }
            System.arraycopy(sha256, 0, bytes, length, LENGTH);
            length += LENGTH;
        }

        public Fingerprints build() {
            return new Fingerprints(Arrays.copyOf(bytes, length));
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public static Fingerprints none() {
        return new Fingerprints(new byte[0]);
    }

    /** All fingerprints, one after the other; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int count() {
        return bytes.length / LENGTH;
    }

    /** Whether something with this SHA-256 was shown. */
    public boolean contains(byte[] sha256) {
        for (int at = 0; at < bytes.length; at += LENGTH) {
            if (Arrays.equals(bytes, at, at + LENGTH, sha256, 0, LENGTH)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprints that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return count()
                + " fingerprints "
                + HexFormat.of().formatHex(bytes, 0, Math.min(4, bytes.length));
    }
}
