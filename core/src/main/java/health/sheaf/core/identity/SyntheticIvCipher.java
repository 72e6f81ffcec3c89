package health.sheaf.core.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;

/**
 * Deterministic authenticated encryption of up to 31 bytes, bound to a label of up to 32: the SIV
 * construction of Rogaway and Shrimpton (2006).
 *
 * <ul>
 *   <li>The tag is CBC-MAC under the first key over exactly four blocks: the label, padded with
 *       zeros to 32 bytes; the message, padded with zeros to 31 bytes; its length. CBC-MAC is a
 *       sound pseudo-random function where all inputs have the same length, as here. No label holds
 *       a zero byte, so the padding is unambiguous.
 *   <li>The ciphertext is the message under counter mode with the second key; the tag, with its
 *       lowest bit 0 and then 1, gives the two counter blocks.
 * </ul>
 *
 * <p>Bounds: a forgery succeeds with probability 2<sup>-128</sup> an attempt. Equal messages under
 * equal labels give equal results, which is the purpose; unequal ones are indistinguishable from
 * random until about 2<sup>60</sup> have been made with one key (birthday bound of a 128-bit
 * block). The length of the message shows.
 *
 * <p>Not safe for use by more than one thread: it keeps two AES instances and its buffers, because
 * making them anew would cost more than the encryption.
 */
final class SyntheticIvCipher {

    static final int TAG = 16;
    static final int MAX_MESSAGE = 31;
    static final int MAX_LABEL = 32;

    private static final int BLOCK = 16;
    // A label that a client can choose must not fill the memory of a long-lived session.
    private static final int MAX_LABELS_KEPT = 200;

    private final Cipher mac;
    private final Cipher stream;
    private final Map<String, byte[]> chains = new HashMap<>();
    private final byte[] padded = new byte[2 * BLOCK];
    private final byte[] chain = new byte[BLOCK];
    private final byte[] counters = new byte[2 * BLOCK];
    private final byte[] keystream = new byte[2 * BLOCK];

    SyntheticIvCipher(SecretKey macKey, SecretKey streamKey) {
        this.mac = aes(macKey);
        this.stream = aes(streamKey);
    }

    private static Cipher aes(SecretKey key) {
        try {
            // One block at a time is what both constructions are made of; ECB is nothing else.
            var cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES is missing from this Java runtime", e);
        }
    }

    /** Whether a label fits: 1 to 32 visible ASCII characters. */
    static boolean isLabel(String label) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL
                && label.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /**
     * @param sealed takes the tag and the ciphertext: {@code TAG + length} bytes
     */
    void seal(String label, byte[] message, int length, byte[] sealed) {
        var tag = tag(label, message, length);
        System.arraycopy(tag, 0, sealed, 0, TAG);
        makeKeystream(sealed);
        for (int i = 0; i < length; i++) {
            sealed[TAG + i] = (byte) (message[i] ^ keystream[i]);
        }
    }

    /**
     * @param length of the message: that of what was sealed, less {@code TAG}
     * @param message takes the message; holds garbage where the result is false
     * @return whether it was sealed with these keys and this label
     */
    boolean open(String label, byte[] sealed, int length, byte[] message) {
        makeKeystream(sealed);
        for (int i = 0; i < length; i++) {
            message[i] = (byte) (sealed[TAG + i] ^ keystream[i]);
        }
        return MessageDigest.isEqual(tag(label, message, length), Arrays.copyOf(sealed, TAG));
    }

    /** The buffer it returns is used again by the next call. */
    private byte[] tag(String label, byte[] message, int length) {
        System.arraycopy(message, 0, padded, 0, length);
        Arrays.fill(padded, length, MAX_MESSAGE, (byte) 0);
        padded[MAX_MESSAGE] = (byte) length;
        System.arraycopy(afterLabel(label), 0, chain, 0, BLOCK);
        absorb(padded);
        return chain;
    }

    private byte[] afterLabel(String label) {
        var known = chains.get(label);
        if (known != null) {
            return known;
        }
        Arrays.fill(chain, (byte) 0);
        absorb(Arrays.copyOf(label.getBytes(StandardCharsets.US_ASCII), MAX_LABEL));
        var made = chain.clone();
        if (chains.size() < MAX_LABELS_KEPT) {
            chains.put(label, made);
        }
        return made;
    }

    private void absorb(byte[] twoBlocks) {
        for (int from = 0; from < 2 * BLOCK; from += BLOCK) {
            for (int i = 0; i < BLOCK; i++) {
                chain[i] ^= twoBlocks[from + i];
            }
            encrypt(mac, chain, BLOCK, chain);
        }
    }

    private void makeKeystream(byte[] tag) {
        System.arraycopy(tag, 0, counters, 0, TAG);
        counters[TAG - 1] &= (byte) 0xfe;
        System.arraycopy(counters, 0, counters, BLOCK, BLOCK);
        counters[2 * BLOCK - 1] |= 1;
        encrypt(stream, counters, 2 * BLOCK, keystream);
    }

    private static void encrypt(Cipher cipher, byte[] in, int length, byte[] out) {
        try {
            cipher.update(in, 0, length, out, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a whole number of blocks always fits", e);
        }
    }
}
