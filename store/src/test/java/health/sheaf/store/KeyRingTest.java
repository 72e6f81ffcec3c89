package health.sheaf.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeyRingTest {

    private static final Envelope.Place HERE = new Envelope.Place("person", "sealed", "one");

    @TempDir Path root;

    @Test
    void aFirstStartMakesKeysThatTheirOwnerAloneCanRead() throws IOException {
        ring();

        for (var file : List.of(kek(), ringFile())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(kek()).hasSize(32);
    }

    @Test
    void productionMakesNoKeys() {
        assertThatThrownBy(() -> ring(KeyRing.WhenAbsent.REFUSE))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("kek is missing");
        assertThat(kek()).doesNotExist();
        ring();
        assertThat(ring(KeyRing.WhenAbsent.REFUSE)).isNotNull();
    }

    @Test
    void aLostKeyIsNeverReplacedByANewOne() throws IOException {
        ring();
        Files.delete(kek());

        assertThatThrownBy(this::ring)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("restore it");
        assertThat(kek()).doesNotExist();
    }

    @Test
    void theSameKeysComeBackAtTheNextStart() {
        var first = ring();
        var sealed = envelope(first).seal(HERE, "secret".getBytes(UTF_8));
        var second = ring();

        assertThat(envelope(second).open(HERE, sealed)).isEqualTo("secret".getBytes(UTF_8));
        assertThat(second.derive("resource ids")).isEqualTo(first.derive("resource ids"));
        assertThat(second.derive("resource ids")).hasSize(32).isNotEqualTo(second.derive("pages"));
        var number = new NhsNumber("9990000018");
        assertThat(new BlindIndex(second).of(number)).isEqualTo(new BlindIndex(first).of(number));
    }

    @Test
    void keysThatOthersMayReadAreRefused() throws IOException {
        ring();
        for (var mode : List.of("rw-r-----", "rw----r--", "rw-rw-rw-")) {
            Files.setPosixFilePermissions(kek(), PosixFilePermissions.fromString(mode));
            assertThatThrownBy(this::ring)
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("mode 600");
        }
    }

    @Test
    void anotherKeyEncryptionKeyDoesNotOpenTheRing() throws IOException {
        ring();
        Files.write(kek(), new byte[32]);

        assertThatThrownBy(this::ring)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("does not open");
        Files.write(kek(), new byte[31]);
        assertThatThrownBy(this::ring)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("32 bytes");
    }

    @Test
    void keysThatChangedTheirNamesAreRefused() throws IOException {
        ring();
        var text = Files.readString(ringFile());
        var swapped =
                text.replace("index 1", "x")
                        .replace("derive 1", "index 1")
                        .replace("x", "derive 1");
        Files.writeString(ringFile(), swapped);

        assertThatThrownBy(this::ring).isInstanceOf(StoreRefusedException.class);
    }

    @Test
    void aDamagedRingIsRefused() throws IOException {
        ring();
        var text = Files.readString(ringFile());
        for (var damaged :
                List.of(
                        "",
                        "something else\n",
                        text.substring(0, text.length() - 10),
                        text.replace("derive", "other"),
                        text.replace("data 1", "data x"),
                        text.replaceFirst("data 1 .", "data 1 !"))) {
            Files.writeString(ringFile(), damaged);
            assertThatThrownBy(this::ring).as(damaged).isInstanceOf(StoreRefusedException.class);
        }
    }

    @Test
    void theRingShowsNoKey() throws IOException {
        var ring = ring();
        var disk = List.of(Files.readAllBytes(ringFile()));
        for (var key : List.of(ring.dataKey(1).orElseThrow().getEncoded(), ring.indexKey())) {
            assertThat(Grep.found(disk, key)).isFalse();
            assertThat(Grep.found(disk, Base64.getEncoder().encode(key))).isFalse();
        }
    }

    @Test
    void aNewDataKeySealsAndBothOpen() {
        var old = ring();
        var sealedBefore = envelope(old).seal(HERE, "before".getBytes(UTF_8));

        var rotated = old.withNewDataKey(TestKeys.RANDOM);
        var sealedAfter = envelope(rotated).seal(HERE, "after".getBytes(UTF_8));

        var reopened = envelope(ring());
        assertThat(reopened.open(HERE, sealedBefore)).isEqualTo("before".getBytes(UTF_8));
        assertThat(reopened.open(HERE, sealedAfter)).isEqualTo("after".getBytes(UTF_8));
        assertThat(sealedAfter[4]).isEqualTo((byte) 2);
        // A node that still has the old ring says what it lacks.
        assertThatThrownBy(() -> envelope(old).open(HERE, sealedAfter))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("data key 2");
    }

    @Test
    void aNewKeyEncryptionKeyOpensTheSameKeys() throws IOException {
        var old = ring();
        var sealed = envelope(old).seal(HERE, "secret".getBytes(UTF_8));
        var otherKek = root.resolve("other-kek");
        Files.createFile(
                otherKek,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(otherKek, "0123456789abcdef0123456789abcdef".getBytes(UTF_8));

        old.withOtherKek(otherKek, TestKeys.RANDOM);

        assertThatThrownBy(this::ring).isInstanceOf(StoreRefusedException.class);
        var ring = KeyRing.open(otherKek, ringFile(), KeyRing.WhenAbsent.REFUSE, TestKeys.RANDOM);
        assertThat(envelope(ring).open(HERE, sealed)).isEqualTo("secret".getBytes(UTF_8));
    }

    @Test
    void aCiphertextOpensInItsPlaceOnly() {
        var envelope = envelope(ring());
        var sealed = envelope.seal(HERE, "secret".getBytes(UTF_8));

        for (var elsewhere :
                List.of(
                        new Envelope.Place("person", "sealed", "two"),
                        new Envelope.Place("person", "other", "one"),
                        new Envelope.Place("link", "sealed", "one"))) {
            assertThatThrownBy(() -> envelope.open(elsewhere, sealed))
                    .isInstanceOf(StoreDamagedException.class);
        }
    }

    @Test
    void eachChangedBitOfACiphertextIsNoticed() {
        var envelope = envelope(ring());
        var sealed = envelope.seal(HERE, "secret".getBytes(UTF_8));
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            var changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> envelope.open(HERE, changed))
                    .as("bit %d", bit)
                    .isInstanceOf(StoreDamagedException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            var shorter = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> envelope.open(HERE, shorter))
                    .isInstanceOf(StoreDamagedException.class);
        }
    }

    @Test
    void theSameContentIsNeverSealedTwiceTheSame() {
        var envelope = envelope(ring());

        assertThat(envelope.seal(HERE, new byte[10]))
                .isNotEqualTo(envelope.seal(HERE, new byte[10]));
    }

    @Test
    void lookUpHashesTellKindsAndSourcesApart() {
        var index = new BlindIndex(ring());
        var number = new NhsNumber("9990000018");

        assertThat(
                        List.of(
                                hex(index.of(number)),
                                hex(index.of(new SourceId("ab"), number.value())),
                                hex(index.of(new SourceId("abc"), number.value())),
                                hex(index.of(new SourceId("ab"), "c" + number.value()))))
                .doesNotHaveDuplicates();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private Path kek() {
        return root.resolve("kek");
    }

    private Path ringFile() {
        return root.resolve("ring");
    }

    private KeyRing ring() {
        return ring(KeyRing.WhenAbsent.MAKE);
    }

    private KeyRing ring(KeyRing.WhenAbsent whenAbsent) {
        return KeyRing.open(kek(), ringFile(), whenAbsent, TestKeys.RANDOM);
    }

    private static Envelope envelope(KeyRing ring) {
        return new Envelope(ring, TestKeys.RANDOM);
    }
}
