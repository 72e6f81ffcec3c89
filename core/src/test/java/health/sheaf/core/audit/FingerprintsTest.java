package health.sheaf.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class FingerprintsTest {

    @Test
    void whatWasShownIsFoundAndNothingElse() throws Exception {
        var builder = Fingerprints.builder();
        for (int i = 0; i < 100; i++) {
            builder.add(sha256("entry " + i));
        }
        var fingerprints = builder.build();

        assertThat(fingerprints.count()).isEqualTo(100);
        for (int i = 0; i < 100; i++) {
            assertThat(fingerprints.contains(sha256("entry " + i))).isTrue();
            assertThat(fingerprints.contains(sha256("another " + i))).isFalse();
        }
    }

    /** Bytes that happen to stand across two fingerprints are not one. */
    @Test
    void aHashIsFoundAtItsOwnPlaceOnly() {
        var builder = Fingerprints.builder();
        var first = new byte[32];
        var second = new byte[32];
        Arrays.fill(first, (byte) 1);
        Arrays.fill(second, (byte) 2);
        builder.add(first);
        builder.add(second);
        var across = new byte[32];
        Arrays.fill(across, 0, 8, (byte) 1);
        Arrays.fill(across, 8, 16, (byte) 2);

        assertThat(builder.build().contains(across)).isFalse();
    }

    @Test
    void theyKeepTheOrderAndSixteenBytesOfEach() throws Exception {
        var builder = Fingerprints.builder();
        builder.add(sha256("b"));
        builder.add(sha256("a"));

        var bytes = builder.build().bytes();

        assertThat(bytes).hasSize(32);
        assertThat(Arrays.copyOf(bytes, 16)).isEqualTo(Arrays.copyOf(sha256("b"), 16));
        assertThat(Arrays.copyOfRange(bytes, 16, 32)).isEqualTo(Arrays.copyOf(sha256("a"), 16));
    }

    @Test
    void nobodyCanChangeThem() throws Exception {
        var builder = Fingerprints.builder();
        builder.add(sha256("a"));
        var fingerprints = builder.build();

        Arrays.fill(fingerprints.bytes(), (byte) 0);
        builder.add(sha256("b"));

        assertThat(fingerprints.count()).isOne();
        assertThat(fingerprints.contains(sha256("a"))).isTrue();
    }

    @Test
    void equalOnesAreEqual() throws Exception {
        var one = Fingerprints.builder();
        var other = Fingerprints.builder();
        one.add(sha256("a"));
        other.add(sha256("a"));

        assertThat(one.build()).isEqualTo(other.build()).hasSameHashCodeAs(other.build());
        assertThat(one.build()).isNotEqualTo(Fingerprints.none());
        assertThat(Fingerprints.none().count()).isZero();
    }

    private static byte[] sha256(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    }
}
