package health.sheaf.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class SealTest {

    private static final byte[] ALICE = "user alice".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOB = "user bob".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CURSOR = "page 3".getBytes(StandardCharsets.UTF_8);

    private final Seal seal = new Seal(new byte[32], new SecureRandom());

    @Test
    void whatWasSealedComesBackForTheSameUse() {
        assertThat(seal.open(seal.seal(CURSOR, ALICE), ALICE)).contains(CURSOR);
        assertThat(seal.open(seal.seal(new byte[0], ALICE), ALICE)).contains(new byte[0]);
    }

    @Test
    void anotherUserCannotUseIt() {
        assertThat(seal.open(seal.seal(CURSOR, ALICE), BOB)).isEmpty();
    }

    @Test
    void anotherKeyCannotOpenIt() {
        var otherKey = new byte[32];
        otherKey[31] = 1;

        assertThat(new Seal(otherKey, new SecureRandom()).open(seal.seal(CURSOR, ALICE), ALICE))
                .isEmpty();
    }

    @Test
    void eachChangedBitIsNoticed() {
        var sealed = Base64.getUrlDecoder().decode(seal.seal(CURSOR, ALICE));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            var text = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

            assertThat(seal.open(text, ALICE)).as("bit %d", bit).isEmpty();
        }
    }

    @Test
    void nothingShorterOrStrangerIsOpened() {
        var text = seal.seal(CURSOR, ALICE);
        for (int length = 0; length < text.length(); length++) {
            assertThat(seal.open(text.substring(0, length), ALICE)).isEmpty();
        }
        assertThat(seal.open(text + "=", ALICE)).isEmpty();
        assertThat(seal.open("../../x", ALICE)).isEmpty();
        assertThat(seal.open("A".repeat(10_000_000), ALICE)).isEmpty();
    }

    @Test
    void sealsOfTheSameContentDiffer() {
        var seals = new HashSet<String>();
        for (int i = 0; i < 100; i++) {
            seals.add(seal.seal(CURSOR, ALICE));
        }
        assertThat(seals).hasSize(100);
    }

    @Test
    void aSealIsLegalInAUrl() {
        assertThat(seal.seal(new byte[1000], ALICE)).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void theLargestContentFitsAndALargerIsRefused() {
        assertThat(seal.open(seal.seal(new byte[Seal.MAX], ALICE), ALICE)).isPresent();
        assertThatThrownBy(() -> seal.seal(new byte[Seal.MAX + 1], ALICE))
                .isInstanceOf(InvalidValueException.class);
    }
}
