package health.sheaf.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResourceIdsTest {

    private static final SourceId GP = new SourceId("riverside-gp");
    private static final SourceId PAS = new SourceId("infirmary-pas");
    private static final String SIGNS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final long SEED = Long.getLong("sheaf.seed", 20261122L);

    private final ResourceIds ids = new ResourceIds(key(1), List.of(GP, PAS));

    /** Handed-out ids are bookmarked and cited: whoever changes these breaks them all. */
    @ParameterizedTest
    @CsvSource({
        "Observation, 1, lc3wnedkltxjreifiusqqs56f54qx6n7bq",
        "Observation, 7c0f2b1e-5a57-4b70-9f0c-0d6f1f6d2f11, d5kqcduhkfyc6yrhfwy4ij2xzotvda27fsec7odyimwolxkitjmeg45yce",
        "Condition, 507f1f77bcf86cd799439011, ylnkrhi473yjgat37chj3kqgw7l7wgcdmxcoy3g6jzr6prvwv37q",
        "Condition, Lab.2026-11-22.ABCDEFGHIJ, qbnssn4xw6uswya46o3qapkkh57s24h2q2hmy52ects6jbpe3bkjgwmnp5zjb6y",
        "DocumentReference, urn:oid:2.16.840.1.113883.2.1.4.1|42, 9f6jaks7ets7d3mx2uxz2gr4oog4qgqdq"
    })
    void anIdNeverChanges(String type, String nativeId, String expected) {
        assertThat(ids.idOf(GP, type, nativeId)).isEqualTo(expected);
    }

    @Test
    void anIdIsLegalInFhirAndComesBack() {
        var random = new Random(SEED);
        var session = ids.session();
        for (int i = 0; i < 20_000; i++) {
            var nativeId = anyNativeId(random);
            var source = random.nextBoolean() ? GP : PAS;

            var id = session.idOf(source, "Observation", nativeId);

            assertThat(id).as("seed %d, turn %d", SEED, i).matches("[A-Za-z0-9.-]{1,64}");
            var expected =
                    ResourceIds.isHashed(id)
                            ? Optional.empty()
                            : Optional.of(new ResourceIds.NativeId(source, nativeId));
            assertThat(session.resolve("Observation", id))
                    .as("seed %d, turn %d", SEED, i)
                    .isEqualTo(expected);
            assertThat(ids.idOf(source, "Observation", nativeId)).isEqualTo(id);
        }
    }

    @Test
    void theIdsOfUsualSystemsAreNeverHashed() {
        assertThat(
                        List.of(
                                "1",
                                "9990004951",
                                "RR8-1234567",
                                "7c0f2b1e-5a57-4b70-9f0c-0d6f1f6d2f11",
                                "507f1f77bcf86cd799439011",
                                "da39a3ee5e6b4b0d3255bfef95601890afd80709",
                                "2026-11-22.PATH.0001234.7",
                                "A1||2026/11/22||0001"))
                .noneMatch(nativeId -> ResourceIds.isHashed(ids.idOf(GP, "Patient", nativeId)));
    }

    /** Ids that a careless packing would take for one another. */
    @Test
    void differentNativeIdsHaveDifferentIds() {
        var lookalikes = new LinkedHashSet<String>();
        var uuid = "7c0f2b1e-5a57-4b70-9f0c-0d6f1f6d2f11";
        lookalikes.addAll(
                List.of(uuid, uuid.toUpperCase(java.util.Locale.ROOT), uuid.replace("-", "")));
        lookalikes.addAll(List.of("\ud800", "\udc00", "?", "a\ud800", "a?"));
        lookalikes.addAll(List.of("\ud800".repeat(30), "\udc00".repeat(30), "?".repeat(30)));
        lookalikes.addAll(List.of("a", "A", "a\0", "\0a", "\0", " a"));
        IntStream.rangeClosed(20, 28).mapToObj("A"::repeat).forEach(lookalikes::add);
        IntStream.rangeClosed(20, 44).mapToObj("0"::repeat).forEach(lookalikes::add);
        IntStream.rangeClosed(1, 21).mapToObj("\0"::repeat).forEach(lookalikes::add);

        var made = new HashSet<String>();
        lookalikes.forEach(nativeId -> made.add(ids.idOf(GP, "Observation", nativeId)));

        assertThat(made).hasSameSizeAs(lookalikes);
    }

    @Test
    void anIdOfAnotherTypeResolvesToNothing() {
        var id = ids.idOf(GP, "Observation", "17");

        assertThat(ids.resolve("Observation", id)).isPresent();
        assertThat(ids.resolve("Condition", id)).isEmpty();
        assertThat(ids.resolve("Observatio", id)).isEmpty();
        assertThat(ids.idOf(GP, "Condition", "17")).isNotEqualTo(id);
    }

    @Test
    void theSameIdInTwoSourcesIsTwoIds() {
        assertThat(ids.idOf(GP, "Observation", "17"))
                .isNotEqualTo(ids.idOf(PAS, "Observation", "17"));
    }

    @Test
    void aTamperedIdResolvesToNothing() {
        for (var nativeId : List.of("1", "7c0f2b1e-5a57-4b70-9f0c-0d6f1f6d2f11", "x".repeat(20))) {
            var id = ids.idOf(GP, "Observation", nativeId);
            for (int at = 0; at < id.length(); at++) {
                for (int sign = 0; sign < SIGNS.length(); sign++) {
                    var changed = new StringBuilder(id);
                    changed.setCharAt(at, SIGNS.charAt(sign));
                    if (!changed.toString().equals(id)) {
                        assertThat(ids.resolve("Observation", changed.toString()))
                                .as("sign %d", at)
                                .isEmpty();
                    }
                }
            }
        }
    }

    @Test
    void aTruncatedOrLengthenedIdResolvesToNothing() {
        var id = ids.idOf(GP, "Observation", "7c0f2b1e-5a57-4b70-9f0c-0d6f1f6d2f11");
        for (int length = 0; length < id.length(); length++) {
            assertThat(ids.resolve("Observation", id.substring(0, length))).isEmpty();
            assertThat(ids.resolve("Observation", id.substring(length + 1))).isEmpty();
        }
        assertThat(ids.resolve("Observation", id + "a")).isEmpty();
        assertThat(ids.resolve("Observation", id + "a".repeat(100_000))).isEmpty();
    }

    @Test
    void whatNobodyHandedOutResolvesToNothing() {
        var random = new Random(SEED);
        var session = ids.session();
        for (int i = 0; i < 20_000; i++) {
            var invented = new StringBuilder();
            for (int length = random.nextInt(70); length > 0; length--) {
                invented.append(SIGNS.charAt(random.nextInt(32)));
            }
            assertThat(session.resolve("Observation", invented.toString()))
                    .as("seed %d, turn %d", SEED, i)
                    .isEmpty();
        }
        for (var hostile : List.of("", "../../Patient/2?x", "ÄÖÜ", "\0", "1e9", "a a", "🫀")) {
            assertThat(session.resolve("Observation", hostile)).isEmpty();
        }
        assertThat(session.resolve("", ids.idOf(GP, "Observation", "1"))).isEmpty();
        assertThat(session.resolve("Ä".repeat(40), ids.idOf(GP, "Observation", "1"))).isEmpty();
    }

    @Test
    void anUpperCaseTextIsNotASecondNameOfAnId() {
        var id = ids.idOf(GP, "Observation", "17");

        assertThat(ids.resolve("Observation", id.toUpperCase(java.util.Locale.ROOT))).isEmpty();
    }

    @Test
    void anIdOfAnotherDeploymentResolvesToNothing() {
        var foreign = new ResourceIds(key(2), List.of(GP, PAS));

        assertThat(ids.resolve("Observation", foreign.idOf(GP, "Observation", "17"))).isEmpty();
    }

    @Test
    void anIdOfASourceThatIsGoneResolvesToNothingAndComesBackWithIt() {
        var id = ids.idOf(PAS, "Observation", "17");

        assertThat(new ResourceIds(key(1), List.of(GP)).resolve("Observation", id)).isEmpty();
        assertThat(
                        new ResourceIds(key(1), List.of(PAS, new SourceId("new-one"), GP))
                                .resolve("Observation", id))
                .contains(new ResourceIds.NativeId(PAS, "17"));
    }

    @Test
    void anIdShowsNothingOfWhatStandsBehindIt() {
        var nhsNumber = "9990004951";
        var random = new Random(SEED);
        var id = ids.idOf(PAS, "Patient", nhsNumber);
        var bytes = Base32.decode(id).orElseThrow();

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("999", "pas");
        // One changed digit changes about half of the bits, the ciphertext's too.
        int differing = 0;
        int bits = 0;
        for (int i = 0; i < 500; i++) {
            var one = 1_000_000_000L + random.nextInt(1_000_000_000);
            var a = Base32.decode(ids.idOf(PAS, "Patient", Long.toString(one))).orElseThrow();
            var b = Base32.decode(ids.idOf(PAS, "Patient", Long.toString(one ^ 1))).orElseThrow();
            for (int at = 0; at < a.length; at++) {
                differing += Integer.bitCount((a[at] ^ b[at]) & 0xff);
                bits += 8;
            }
        }
        assertThat((double) differing / bits).as("seed %d", SEED).isBetween(0.49, 0.51);
    }

    @Test
    void aNativeIdThatDoesNotFitIsAHashThatHasToBeFoundAmongItsPatients() {
        var longId = "urn:oid:2.16.840.1.113883.2.1.4.1|2026-11-22|42";

        var id = ids.idOf(GP, "DocumentReference", longId);

        assertThat(ResourceIds.isHashed(id)).isTrue();
        assertThat(ids.resolve("DocumentReference", id)).isEmpty();
        assertThat(ids.idOf(GP, "DocumentReference", longId)).isEqualTo(id);
        assertThat(ids.idOf(GP, "Composition", longId)).isNotEqualTo(id);
        assertThat(ids.idOf(PAS, "DocumentReference", longId)).isNotEqualTo(id);
        assertThat(new ResourceIds(key(2), List.of(GP)).idOf(GP, "DocumentReference", longId))
                .isNotEqualTo(id);
    }

    @Test
    void anIdThatCanBeResolvedNeverLooksHashed() {
        assertThat(ResourceIds.isHashed(ids.idOf(GP, "Observation", "17"))).isFalse();
        assertThat(ResourceIds.isHashed("9")).isFalse();
        assertThat(ResourceIds.isHashed("9" + "a".repeat(31))).isFalse();
        assertThat(ResourceIds.isHashed("9" + "a".repeat(32))).isTrue();
    }

    /** The same construction once more, from the JDK's own CBC and CTR modes. */
    @Test
    void theConstructionIsCbcMacAndCounterMode() throws Exception {
        var macKey = new SecretKeySpec(key(3), "AES");
        var streamKey = new SecretKeySpec(key(4), "AES");
        var message = "24 bytes of a message...".getBytes(StandardCharsets.US_ASCII);
        var blocks = new byte[64];
        System.arraycopy("Observation".getBytes(StandardCharsets.US_ASCII), 0, blocks, 0, 11);
        System.arraycopy(message, 0, blocks, 32, message.length);
        blocks[63] = (byte) message.length;
        var cbc = Cipher.getInstance("AES/CBC/NoPadding");
        cbc.init(Cipher.ENCRYPT_MODE, macKey, new IvParameterSpec(new byte[16]));
        var tag = Arrays.copyOfRange(cbc.doFinal(blocks), 48, 64);
        var counter = tag.clone();
        counter[15] &= (byte) 0xfe;
        var ctr = Cipher.getInstance("AES/CTR/NoPadding");
        ctr.init(Cipher.ENCRYPT_MODE, streamKey, new IvParameterSpec(counter));
        var ciphertext = ctr.doFinal(message);

        var sealed = new byte[16 + message.length];
        new SyntheticIvCipher(macKey, streamKey)
                .seal("Observation", message, message.length, sealed);

        assertThat(Arrays.copyOf(sealed, 16)).isEqualTo(tag);
        assertThat(Arrays.copyOfRange(sealed, 16, sealed.length)).isEqualTo(ciphertext);
    }

    @Test
    void twoSourcesWithOneMarkAreRefused() {
        // Marks have 24 bits: among 12,000 names two will do.
        var many = IntStream.range(0, 12_000).mapToObj(i -> new SourceId("source-" + i)).toList();

        assertThatThrownBy(() -> new ResourceIds(key(1), many))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageMatching("the sources source-\\d+ and source-\\d+ share a mark.*");
    }

    @Test
    void whatCouldBeNoIdIsRefusedWithoutBeingRepeated() {
        assertThatThrownBy(() -> ids.idOf(GP, "Observation", ""))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> ids.idOf(GP, "Observation", "secret".repeat(1000)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> ids.idOf(GP, "", "1")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> ids.idOf(new SourceId("nobody"), "Observation", "1"))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ResourceIds(new byte[16], List.of()))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aNativeIdDoesNotStrayIntoALog() {
        assertThat(new ResourceIds.NativeId(GP, "9990004951").toString()).doesNotContain("999");
    }

    private static String anyNativeId(Random random) {
        var hex = "0123456789abcdef";
        var fhir = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.";
        return switch (random.nextInt(5)) {
            case 0 -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> text(random, hex, 1 + random.nextInt(44));
            case 2 -> text(random, fhir, 1 + random.nextInt(30));
            case 3 -> Integer.toString(random.nextInt(Integer.MAX_VALUE));
            default -> {
                var id = new StringBuilder();
                for (int length = 1 + random.nextInt(24); length > 0; length--) {
                    id.append((char) random.nextInt(Character.MAX_VALUE + 1));
                }
                yield id.toString();
            }
        };
    }

    private static String text(Random random, String signs, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(signs.charAt(random.nextInt(signs.length())));
        }
        return text.toString();
    }

    private static byte[] key(int seed) {
        var key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return key;
    }
}
