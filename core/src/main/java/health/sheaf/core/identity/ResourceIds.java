package health.sheaf.core.identity;

import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * The ids that are handed out. An id is stable, needs no table, and shows nobody an NHS number, a
 * hospital number or a source's key.
 *
 * <p>It is lower-case base32 (34 to 64 characters, legal in FHIR) of a 16-byte tag and up to 24
 * bytes of ciphertext: three bytes that mark the source (a truncated HMAC of its id), one that says
 * how the native id was packed, and the packed native id of up to 20 bytes, all bound to the
 * resource type by deterministic authenticated encryption ({@link SyntheticIvCipher} has the
 * construction and its bounds). So it tells how long the packed native id is, whether two ids are
 * the same, and nothing else.
 *
 * <p>A native id that does not fit becomes a keyed hash: {@code 9} and 32 characters, the first 160
 * bits of an HMAC-SHA-256 over the source's mark, the type and the id. It cannot be turned back; it
 * is found among the entries of its patient, by making the ids of those anew.
 *
 * <p>Whoever holds the key can read the ids: it is kept like the other keys, and changing it
 * changes every id. This class is safe for use by many threads; its sessions are not.
 */
public final class ResourceIds {

    /** Bytes of the key. */
    public static final int KEY_LENGTH = 32;

    /** Native ids longer than this are refused. */
    public static final int MAX_NATIVE_LENGTH = 4096;

    private static final int MARK = 3;
    private static final String HASHED_SIGN = "9";
    private static final int HASHED_BYTES = 20;
    private static final Pattern HASHED = Pattern.compile("9[a-z2-7]{32}");
    private static final int LONGEST = 64;

    private final SecretKey tagKey;
    private final SecretKey streamKey;
    private final SecretKey hashKey;
    private final Map<SourceId, byte[]> marks = new HashMap<>();
    private final Map<Integer, SourceId> sources = new HashMap<>();

    /**
     * What stands behind an id.
     *
     * @param source where the resource lives
     * @param value its id there
     */
    public record NativeId(SourceId source, String value) {

        /** Without the id, which may identify a patient. */
        @Override
        public String toString() {
            return "NativeId[" + source + ", ***]";
        }
    }

    /**
     * @param key32 32 random bytes, kept like every other key
     * @param sources whose resources get ids
     * @throws InvalidValueException where the key has another length, or two sources would have the
     *     same mark and one of them must be renamed (among 100 sources that happens once in 3,400
     *     deployments)
     */
    public ResourceIds(byte[] key32, Collection<SourceId> sources) {
        if (key32.length != KEY_LENGTH) {
            throw new InvalidValueException("a key of 32 bytes is needed");
        }
        this.tagKey = derived(key32, "sheaf resource id tag v1", "AES");
        this.streamKey = derived(key32, "sheaf resource id stream v1", "AES");
        this.hashKey = derived(key32, "sheaf resource id hash v1", "HmacSHA256");
        var markMac = mac(derived(key32, "sheaf source mark v1", "HmacSHA256"));
        for (var source : new TreeSet<>(sources)) {
            var full = markMac.doFinal(source.value().getBytes(StandardCharsets.US_ASCII));
            var mark = Arrays.copyOf(full, MARK);
            var other = this.sources.put(number(mark), source);
            if (other != null) {
                throw new InvalidValueException(
                        "the sources "
                                + other
                                + " and "
                                + source
                                + " share a mark; rename one of them");
            }
            marks.put(source, mark);
        }
    }

    /** For one thread that makes or reads many ids: about ten times as fast as without. */
    public Session session() {
        return new Session();
    }

    /** As {@link Session#idOf}, for a single id. */
    public String idOf(SourceId source, String type, String nativeId) {
        return session().idOf(source, type, nativeId);
    }

    /** As {@link Session#resolve}, for a single id. */
    public Optional<NativeId> resolve(String type, String id) {
        return session().resolve(type, id);
    }

    /** Whether a type and a native id could be those of a resource, so that there is an id. */
    public static boolean canBeMade(String type, String nativeId) {
        return SyntheticIvCipher.isLabel(type)
                && !nativeId.isEmpty()
                && nativeId.length() <= MAX_NATIVE_LENGTH;
    }

    /** Whether an id can be resolved only among the entries of its patient. */
    public static boolean isHashed(String id) {
        return HASHED.matcher(id).matches();
    }

    /** Makes and reads ids for one thread; short-lived, such as one record's. */
    public final class Session {

        private final SyntheticIvCipher cipher = new SyntheticIvCipher(tagKey, streamKey);
        private final byte[] message = new byte[SyntheticIvCipher.MAX_MESSAGE];
        private final byte[] sealed =
                new byte[SyntheticIvCipher.TAG + SyntheticIvCipher.MAX_MESSAGE];
        private @Nullable Mac hash;

        private Session() {}

        /**
         * The id of a resource.
         *
         * @param source one of those the ids were made for
         * @param type the FHIR resource type; the same native id of another type has another id
         * @param nativeId as the source writes it, 1 to 4,096 characters
         * @return always the same for the same three
         * @throws InvalidValueException for an unknown source, and for a type or native id that
         *     could be none
         */
        public String idOf(SourceId source, String type, String nativeId) {
            var mark = marks.get(source);
            if (mark == null) {
                throw new InvalidValueException("no ids are made for the source " + source);
            }
            if (!SyntheticIvCipher.isLabel(type)) {
                throw new InvalidValueException("not a resource type");
            }
            if (nativeId.isEmpty() || nativeId.length() > MAX_NATIVE_LENGTH) {
                throw new InvalidValueException("a native id has 1 to 4,096 characters");
            }
            System.arraycopy(mark, 0, message, 0, MARK);
            var packed = PackedNativeId.pack(nativeId, message, MARK);
            if (packed.isEmpty()) {
                return hashed(mark, type, nativeId);
            }
            int length = MARK + packed.getAsInt();
            cipher.seal(type, message, length, sealed);
            return Base32.encode(sealed, SyntheticIvCipher.TAG + length);
        }

        /**
         * What stands behind an id; empty where we did not make it for this type and a source that
         * still is one: invented, tampered with, cut short, or hashed.
         */
        public Optional<NativeId> resolve(String type, String id) {
            if (id.length() > LONGEST || !SyntheticIvCipher.isLabel(type)) {
                return Optional.empty();
            }
            return Base32.decode(id).flatMap(bytes -> open(type, bytes));
        }

        private Optional<NativeId> open(String type, byte[] bytes) {
            int length = bytes.length - SyntheticIvCipher.TAG;
            if (length < MARK + 2 || !cipher.open(type, bytes, length, message)) {
                return Optional.empty();
            }
            return Optional.ofNullable(sources.get(number(message)))
                    .map(source ->
                            new NativeId(
                                    source, PackedNativeId.unpack(message, MARK, length - MARK)));
        }

        private String hashed(byte[] mark, String type, String nativeId) {
            var mac = hash == null ? mac(hashKey) : hash;
            hash = mac;
            mac.update(mark);
            // No type holds a zero byte, so the two texts cannot run into each other.
            mac.update(type.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            // UTF-16, because UTF-8 makes one question mark of every half surrogate pair.
            nativeId.chars()
                    .forEach(c -> {
                        mac.update((byte) (c >>> 8));
                        mac.update((byte) c);
                    });
            return HASHED_SIGN + Base32.encode(mac.doFinal(), HASHED_BYTES);
        }
    }

    private static int number(byte[] mark) {
        return ((mark[0] & 0xff) << 16) | ((mark[1] & 0xff) << 8) | (mark[2] & 0xff);
    }

    private static SecretKey derived(byte[] key, String purpose, String algorithm) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            algorithm,
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(key)
                                    .thenExpand(
                                            purpose.getBytes(StandardCharsets.US_ASCII),
                                            KEY_LENGTH));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HKDF is missing from this Java runtime", e);
        }
    }

    private static Mac mac(SecretKey key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java runtime", e);
        }
    }
}
