package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits hold, and quickly: in CPU time, and allowing for a cold JVM on a slow machine. */
final class JsonLimitsTest {

    private static final Duration AT_ONCE = Duration.ofMillis(250);
    private static final Duration SOON = Duration.ofSeconds(2);

    @Test
    void aHundredBytesThatNameAHugeNumberAreRefused() {
        for (var bomb :
                new String[] {"1e1000000000", "-1e-1000000000", "1e10000000", "1E999999999999"}) {
            assertThat(whyAtOnce(Json.holding(bomb))).contains(JsonRefusal.EXPONENT_TOO_LARGE);
        }
    }

    @Test
    void numbersAreBoundedInLengthAndDigits() {
        assertThat(whyAtOnce(Json.holding("9".repeat(10_000_000))))
                .contains(JsonRefusal.NUMBER_TOO_LONG);
        assertThat(whyAtOnce(Json.holding("0." + "0".repeat(63))))
                .contains(JsonRefusal.NUMBER_TOO_LONG);
        assertThat(whyAtOnce(Json.holding("1e" + "0".repeat(63))))
                .contains(JsonRefusal.NUMBER_TOO_LONG);
        assertThat(whyAtOnce(Json.holding("0." + "0".repeat(61) + "1"))).isEmpty();
        assertThat(whyAtOnce(Json.holding("9".repeat(41)))).contains(JsonRefusal.TOO_MANY_DIGITS);
        assertThat(whyAtOnce(Json.holding("9".repeat(40)))).isEmpty();
    }

    @Test
    void depthIsBounded() {
        for (int depth : new int[] {100, 1_000, 100_000, 10_000_000}) {
            assertThat(whyAtOnce(Json.holding("[".repeat(depth)))).contains(JsonRefusal.TOO_DEEP);
            assertThat(whyAtOnce(Json.holding("{\"a\":".repeat(depth / 5 + 100))))
                    .contains(JsonRefusal.TOO_DEEP);
        }
        assertThat(whyAtOnce(Json.holding("[".repeat(99) + "]".repeat(99)))).isEmpty();
        assertThat(whyAtOnce(Json.holding("[".repeat(100) + "]".repeat(100))))
                .contains(JsonRefusal.TOO_DEEP);
    }

    @Test
    void stringsAndNamesAreBounded() {
        var longest = "a".repeat(5_000_000);

        assertThat(whyAtOnce(Json.holding("\"" + longest + "\""))).isEmpty();
        assertThat(whyAtOnce(Json.holding("\"" + longest + "a\"")))
                .contains(JsonRefusal.STRING_TOO_LONG);
        assertThat(whyAtOnce(Json.holding("{\"" + longest + "a\":1}")))
                .contains(JsonRefusal.STRING_TOO_LONG);
    }

    @Test
    void bodiesAreBounded() {
        var client = new FhirJson(FhirJson.Limits.CLIENT);
        var tooLarge = new byte[10_000_001];

        assertThat(Json.refusal(() -> client.read(tooLarge)))
                .hasValueSatisfying(refused -> {
                    assertThat(refused.refusal()).isEqualTo(JsonRefusal.TOO_LARGE);
                    assertThat(refused.offset()).isEqualTo(10_000_000);
                });
    }

    @Test
    void valuesAreBounded() {
        var few = new FhirJson(new FhirJson.Limits(10_000, 100, 1_000, 64, 40, 10, 5));

        assertThat(Json.refusal(() -> few.read(Json.holding("[1,2,3,4,5,6,7]")))).isEmpty();
        assertThat(
                        Json.refusal(() -> few.read(Json.holding("[1,2,3,4,5,6,7,8]")))
                                .map(JsonRefusedException::refusal))
                .contains(JsonRefusal.TOO_MANY_TOKENS);
        assertThat(why(Json.holding("[" + "1,".repeat(5_000_000) + "1]")))
                .contains(JsonRefusal.TOO_MANY_TOKENS);
    }

    @Test
    void entriesAreBounded() {
        assertThat(Json.DOOR.readBundle(bundle(20_000)).items()).hasSize(20_000);
        assertThat(
                        Json.refusal(() -> Json.DOOR.readBundle(bundle(20_001)))
                                .map(JsonRefusedException::refusal))
                .contains(JsonRefusal.TOO_MANY_ENTRIES);
    }

    @Test
    void namesThatCollideDoNotMakeItSlow() {
        // All combinations of Aa and BB have one String.hashCode.
        var colliding = object(200_000, JsonLimitsTest::collidingName);
        var commonBeginning = object(200_000, i -> "aCommonBeginningOfAllNames" + i + "andEnd");
        var duplicate = object(200_000, i -> collidingName(i == 199_999 ? 0 : i));

        assertThat(why(Json.holding(colliding), SOON)).isEmpty();
        assertThat(why(Json.holding(commonBeginning), SOON)).isEmpty();
        assertThat(why(Json.holding(duplicate), SOON)).contains(JsonRefusal.DUPLICATE_NAME);
    }

    @Test
    void duplicatesAreFoundInObjectsOfEverySize() {
        for (int size = 2; size < 70; size++) {
            for (int first = 0; first < size; first += 3) {
                int last = size - 1;
                int same = first;
                var json = object(size, i -> "n" + (i == last ? same : i));

                assertThat(why(Json.holding(json)))
                        .as("name %s again at the end of %s", first, size)
                        .isEqualTo(
                                first == last
                                        ? Optional.empty()
                                        : Optional.of(JsonRefusal.DUPLICATE_NAME));
            }
            assertThat(why(Json.holding(object(size, i -> "n" + i)))).isEmpty();
        }
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThat(limitsAreTaken(0, 100, 5)).isFalse();
        assertThat(limitsAreTaken(10, 1_001, 5)).isFalse();
        assertThat(limitsAreTaken(10, 100, Integer.MAX_VALUE)).isFalse();
        assertThat(limitsAreTaken(10, 100, 5)).isTrue();
    }

    private static boolean limitsAreTaken(int maxBytes, int maxDepth, int maxTokens) {
        try {
            return new FhirJson.Limits(maxBytes, maxDepth, 5, 64, 40, maxTokens, 5).maxBytes()
                    == maxBytes;
        } catch (InvalidValueException e) {
            return false;
        }
    }

    private static String collidingName(int i) {
        var name = new StringBuilder(36);
        for (int bit = 0; bit < 18; bit++) {
            name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return name.toString();
    }

    private static String object(int members, IntFunction<String> name) {
        return IntStream.range(0, members)
                .mapToObj(i -> "\"" + name.apply(i) + "\":1")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static byte[] bundle(int entries) {
        return Json.bytes(
                IntStream.range(0, entries)
                        .mapToObj(i -> "{\"resource\":{\"resourceType\":\"Basic\"}}")
                        .collect(
                                Collectors.joining(
                                        ",", "{\"resourceType\":\"Bundle\",\"entry\":[", "]}")));
    }

    private static Optional<JsonRefusal> whyAtOnce(byte[] json) {
        return why(json, AT_ONCE);
    }

    private static Optional<JsonRefusal> why(byte[] json) {
        return why(json, SOON);
    }

    private static Optional<JsonRefusal> why(byte[] json, Duration allowed) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        var why = Json.refusal(json).map(JsonRefusedException::refusal);
        var taken = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
        assertThat(taken).isLessThan(allowed);
        return why;
    }
}
