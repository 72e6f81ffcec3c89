package health.sheaf.store;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what an encrypted identifier is found: its HMAC-SHA-256 under a key that is used for nothing
 * else. There are fewer than a thousand million NHS numbers, so a hash without a key would give
 * every one of them away within seconds.
 */
final class BlindIndex {

    private final SecretKeySpec key;

    BlindIndex(KeyRing keys) {
        this.key = new SecretKeySpec(keys.indexKey(), "HmacSHA256");
    }

    byte[] of(NhsNumber nhsNumber) {
        return hash("nhs-number", nhsNumber.value());
    }

    byte[] of(SourceId source, String localId) {
        return hash("local-id/" + source.value(), localId);
    }

    private byte[] hash(String kind, String value) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(kind.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            // UTF-16, which tells apart what UTF-8 makes question marks of.
            var chars = ByteBuffer.allocate(2 * value.length());
            chars.asCharBuffer().put(value);
            mac.update(chars);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java runtime", e);
        }
    }
}
