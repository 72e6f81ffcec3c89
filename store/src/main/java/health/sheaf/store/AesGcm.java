package health.sheaf.store;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce of 96 bits, which allows 2<sup>32</sup> uses of one key (NIST SP
 * 800-38D, 8.3).
 */
final class AesGcm {

    private static final int NONCE = 12;
    private static final int TAG = 16;

    private AesGcm() {}

    /** The header in the clear, then nonce, ciphertext and tag; the header is protected too. */
    static byte[] seal(
            SecretKey key, byte[] header, byte[] aad, byte[] content, SecureRandom random) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var sealed = Arrays.copyOf(header, header.length + NONCE + content.length + TAG);
        System.arraycopy(nonce, 0, sealed, header.length, NONCE);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0);
            cipher.updateAAD(header);
            cipher.updateAAD(aad);
            cipher.doFinal(content, 0, content.length, sealed, header.length + NONCE);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to seal", e);
        }
    }

    /** The content; empty where it was not sealed with this key, header and additional data. */
    static Optional<byte[]> open(SecretKey key, int headerLength, byte[] aad, byte[] sealed) {
        int from = headerLength + NONCE;
        if (sealed.length < from + TAG) {
            return Optional.empty();
        }
        try {
            var cipher = cipher(Cipher.DECRYPT_MODE, key, sealed, headerLength);
            cipher.updateAAD(sealed, 0, headerLength);
            cipher.updateAAD(aad);
            return Optional.of(cipher.doFinal(sealed, from, sealed.length - from));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed to open", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, int at)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce, at, NONCE));
        return cipher;
    }
}
