package health.sheaf.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a deployment: data keys that encrypt what is stored, one that keys the look-up
 * hashes, and one from which the keys of other parts are derived. They rest in one file, each
 * wrapped (AES-256-GCM) by the key-encryption key, which is a file of its own: 32 random bytes,
 * readable by its owner alone, best on another volume or in a mounted secret.
 *
 * <p>The newest data key encrypts; all of them decrypt, each ciphertext names its own. Losing the
 * key-encryption key or the ring means losing what is stored: both belong in a backup, apart from
 * that of the data. Immutable and safe for use by many threads.
 */
public final class KeyRing {

    private static final int LENGTH = 32;
    private static final String FIRST_LINE = "sheaf key ring 1";
    private static final String DATA = "data";
    private static final String INDEX = "index";
    private static final String DERIVE = "derive";

    /** What to do at a first start, when there are no keys yet. */
    public enum WhenAbsent {
        /** Make them: for demonstrations, and once in a new deployment. */
        MAKE,
        /** Refuse to start: in production, where missing keys mean a mistake. */
        REFUSE
    }

    private final Path ringFile;
    private final SecretKey kek;
    private final NavigableMap<Integer, SecretKey> dataKeys;
    private final SecretKey indexKey;
    private final SecretKey deriveKey;

    private KeyRing(
            Path ringFile,
            SecretKey kek,
            NavigableMap<Integer, SecretKey> dataKeys,
            SecretKey indexKey,
            SecretKey deriveKey) {
        this.ringFile = ringFile;
        this.kek = kek;
        this.dataKeys = new TreeMap<>(dataKeys);
        this.indexKey = indexKey;
        this.deriveKey = deriveKey;
    }

    /**
     * Opens the ring.
     *
     * @param kekFile the key-encryption key
     * @param ringFile the wrapped keys
     * @throws StoreRefusedException where keys are missing and may not be made, others may read
     *     them, or the one does not open the other
     */
    public static KeyRing open(
            Path kekFile, Path ringFile, WhenAbsent whenAbsent, SecureRandom random) {
        boolean ringThere = Files.exists(ringFile);
        if (!Files.exists(kekFile)) {
            if (ringThere || whenAbsent == WhenAbsent.REFUSE) {
                throw new StoreRefusedException(
                        "the key-encryption key " + kekFile + " is missing; restore it");
            }
            PrivateFiles.write(kekFile, freshBytes(random));
        }
        var kek = aes(readKek(kekFile));
        if (ringThere) {
            return read(ringFile, kek);
        }
        if (whenAbsent == WhenAbsent.REFUSE) {
            throw new StoreRefusedException("the key ring " + ringFile + " is missing; restore it");
        }
        var dataKeys = new TreeMap<Integer, SecretKey>();
        dataKeys.put(1, aes(freshBytes(random)));
        var ring =
                new KeyRing(
                        ringFile, kek, dataKeys, aes(freshBytes(random)), aes(freshBytes(random)));
        ring.write(random);
        return ring;
    }

    /**
     * Adds a data key, with which everything is encrypted from the next start on (or from now on
     * with the ring that is returned). To be done once a year, or before 2<sup>32</sup> rows were
     * written with one key.
     */
    public KeyRing withNewDataKey(SecureRandom random) {
        var more = new TreeMap<>(dataKeys);
        more.put(newestDataKey() + 1, aes(freshBytes(random)));
        var ring = new KeyRing(ringFile, kek, more, indexKey, deriveKey);
        ring.write(random);
        return ring;
    }

    /** Wraps all keys anew with another key-encryption key, which must exist. */
    public KeyRing withOtherKek(Path kekFile, SecureRandom random) {
        var ring = new KeyRing(ringFile, aes(readKek(kekFile)), dataKeys, indexKey, deriveKey);
        ring.write(random);
        return ring;
    }

    /**
     * A key for another part of the platform.
     *
     * @param purpose names the use, such as {@code resource ids}; the same purpose has always the
     *     same key
     * @return 32 bytes
     */
    public byte[] derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(deriveKey.getEncoded())
                                    .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is missing from this Java runtime", e);
        }
    }

    int newestDataKey() {
        return dataKeys.lastKey();
    }

    Optional<SecretKey> dataKey(int version) {
        return Optional.ofNullable(dataKeys.get(version));
    }

    byte[] indexKey() {
        return indexKey.getEncoded();
    }

    private static byte[] readKek(Path kekFile) {
        var bytes = PrivateFiles.read(kekFile);
        if (bytes.length != LENGTH) {
            throw new StoreRefusedException(
                    "the key-encryption key " + kekFile + " has not exactly 32 bytes");
        }
        return bytes;
    }

    private static KeyRing read(Path ringFile, SecretKey kek) {
        var lines = new String(PrivateFiles.read(ringFile), StandardCharsets.US_ASCII).lines();
        var all = lines.toList();
        if (all.isEmpty() || !all.getFirst().equals(FIRST_LINE)) {
            throw new StoreRefusedException(ringFile + " is not a key ring of this version");
        }
        var dataKeys = new TreeMap<Integer, SecretKey>();
        var others = new TreeMap<String, SecretKey>();
        for (var line : all.subList(1, all.size())) {
            var parts = line.split(" ", -1);
            var version = parts.length == 3 ? parts[1] : "";
            if (!version.matches("[0-9]{1,6}")) {
                throw new StoreRefusedException(ringFile + " is damaged");
            }
            var key = unwrap(ringFile, kek, parts[0] + " " + version, parts[2]);
            if (parts[0].equals(DATA)) {
                dataKeys.put(Integer.parseInt(version), key);
            } else {
                others.put(parts[0], key);
            }
        }
        var index = others.get(INDEX);
        var derive = others.get(DERIVE);
        if (dataKeys.isEmpty() || index == null || derive == null) {
            throw new StoreRefusedException(ringFile + " lacks a key");
        }
        return new KeyRing(ringFile, kek, dataKeys, index, derive);
    }

    private static SecretKey unwrap(Path ringFile, SecretKey kek, String name, String wrapped) {
        try {
            return AesGcm.open(kek, 0, aad(name), Base64.getDecoder().decode(wrapped))
                    .map(KeyRing::aes)
                    .orElseThrow(() ->
                            new StoreRefusedException(
                                    "the key-encryption key does not open "
                                            + ringFile
                                            + ": another key, or a changed file"));
        } catch (IllegalArgumentException e) {
            throw new StoreRefusedException(ringFile + " is damaged", e);
        }
    }

    private void write(SecureRandom random) {
        var lines = new ArrayList<>(List.of(FIRST_LINE));
        dataKeys.forEach((version, key) -> lines.add(line(DATA + " " + version, key, random)));
        lines.add(line(INDEX + " 1", indexKey, random));
        lines.add(line(DERIVE + " 1", deriveKey, random));
        var text = String.join("\n", lines) + "\n";
        PrivateFiles.write(ringFile, text.getBytes(StandardCharsets.US_ASCII));
    }

    private String line(String name, SecretKey key, SecureRandom random) {
        var wrapped = AesGcm.seal(kek, new byte[0], aad(name), key.getEncoded(), random);
        return name + " " + Base64.getEncoder().encodeToString(wrapped);
    }

    private static byte[] aad(String name) {
        return (FIRST_LINE + "|" + name).getBytes(StandardCharsets.US_ASCII);
    }

    private static SecretKey aes(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }

    private static byte[] freshBytes(SecureRandom random) {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }
}
