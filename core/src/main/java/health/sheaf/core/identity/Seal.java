package health.sheaf.core.identity;

import health.sheaf.spi.InvalidValueException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what a client keeps for us, such as a cursor into pages, so that it can neither be read nor
 * changed nor used elsewhere: AES-256-GCM with a random nonce of 96 bits, as base64url without
 * padding. Up to 2<sup>32</sup> seals may be made with one key. Safe for use by many threads.
 */
public final class Seal {

    /** Bytes that can be sealed, at most. */
    public static final int MAX = 16 * 1024;

    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int OVERHEAD = NONCE + TAG_BITS / 8;

    private final SecretKey key;
    private final SecureRandom random;

    /**
     * @param key32 32 random bytes, used for nothing else
     */
    public Seal(byte[] key32, SecureRandom random) {
        if (key32.length != 32) {
            throw new InvalidValueException("a key of 32 bytes is needed");
        }
        this.key = new SecretKeySpec(key32, "AES");
        this.random = random;
    }

    /**
     * @param content at most {@link #MAX} bytes
     * @param aad where the seal counts, such as the user's id: {@link #open} must name the same
     * @return a text that is legal in a URL without escapes
     */
    public String seal(byte[] content, byte[] aad) {
        if (content.length > MAX) {
            throw new InvalidValueException("at most 16 KiB can be sealed");
        }
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, aad);
            var sealed = Arrays.copyOf(nonce, content.length + OVERHEAD);
            cipher.doFinal(content, 0, content.length, sealed, NONCE);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /** What was sealed; empty where this key did not seal it, or not for this use. */
    public Optional<byte[]> open(String text, byte[] aad) {
        if (text.length() > (MAX + OVERHEAD + 2) / 3 * 4) {
            return Optional.empty();
        }
        return decoded(text).flatMap(sealed -> opened(sealed, aad));
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            // One text for one seal: no padding, and no bits that stand for nothing.
            boolean canonical =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text);
            return canonical && bytes.length >= OVERHEAD ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<byte[]> opened(byte[] sealed, byte[] aad) {
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE), aad);
            return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }
}
