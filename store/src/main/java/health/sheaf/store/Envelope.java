package health.sheaf.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.SecretKey;

/**
 * Encrypts one value for one place: AES-256-GCM with the newest data key, bound to table, column
 * and row, so that a ciphertext that was moved elsewhere does not open. The first byte is the
 * format, the next four are the version of the key. Safe for use by many threads.
 */
final class Envelope {

    private static final byte FORMAT = 1;
    private static final int HEADER = 5;

    private final KeyRing keys;
    private final SecureRandom random;

    Envelope(KeyRing keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    byte[] seal(Place place, byte[] content) {
        int version = keys.newestDataKey();
        var header = ByteBuffer.allocate(HEADER).put(FORMAT).putInt(version).array();
        return AesGcm.seal(key(version, place), header, place.bytes(), content, random);
    }

    /**
     * @throws StoreDamagedException where it was not sealed for this place with a key of the ring
     */
    byte[] open(Place place, byte[] sealed) {
        if (sealed.length < HEADER || sealed[0] != FORMAT) {
            throw new StoreDamagedException("no envelope in " + place.name());
        }
        int version = ByteBuffer.wrap(sealed).getInt(1);
        return AesGcm.open(key(version, place), HEADER, place.bytes(), sealed)
                .orElseThrow(() ->
                        new StoreDamagedException(
                                "what is in "
                                        + place.name()
                                        + " was changed or belongs elsewhere"));
    }

    private SecretKey key(int version, Place place) {
        return keys.dataKey(version)
                .orElseThrow(() ->
                        new StoreDamagedException(
                                "the ring lacks data key "
                                        + version
                                        + ", which "
                                        + place.name()
                                        + " needs"));
    }

    /**
     * Where a value is kept.
     *
     * @param table its table, without {@code |}
     * @param column its column, without {@code |}
     * @param row the key of its row
     */
    record Place(String table, String column, String row) {

        private byte[] bytes() {
            return (table + "|" + column + "|" + row).getBytes(StandardCharsets.UTF_8);
        }

        /** Without the row's key, except where that is a mere count. */
        private String name() {
            return table + "." + column + (row.matches("[0-9]{1,18}") ? " at index " + row : "");
        }
    }
}
