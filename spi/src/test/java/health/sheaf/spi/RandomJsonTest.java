package health.sheaf.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Made-up JSON, and made-up damage to it, compared with what Jackson reads. */
final class RandomJsonTest {

    private static final JsonMapper JACKSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final String[] CHARACTERS = {
        "a",
        "Z",
        "0",
        " ",
        "é",
        "€",
        "漢",
        "\ud83d\ude39",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e9",
        "\\ud83d\\ude39",
        "\\t",
        "plain text of some length",
        "<div>",
        "\u007f",
        "'"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "1.10",
        "0.1e1",
        "1E22",
        "1e-7",
        "123456789",
        "1234567890",
        "-2147483648",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "1234567890123456789012345678",
        "0.000000",
        "-12.50e+3"
    };

    @Test
    void whatJacksonReadsIsReadTheSame() {
        long seed = 20_261_122;
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            var json = resource(random);
            var bytes = json.getBytes(UTF_8);

            var resource = Json.DOOR.read(bytes);

            assertThat(resource.toTree())
                    .as("seed %s, round %s", seed, round)
                    .isEqualTo(JACKSON.readTree(bytes));
            assertThat(Json.text(resource)).isEqualTo(json.strip());
            // As text, for 0.1e1 is a decimal 1 in the tree, and an integer when read again.
            assertThat(Json.DOOR.of(resource.toTree()).toTree())
                    .hasToString(resource.toTree().toString());
        }
    }

    @Test
    void whatTheDoorReadsOfDamagedTextJacksonReadsToo() {
        long seed = 511_2026;
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 4_000; round++) {
            var bytes = resource(random).getBytes(UTF_8);
            for (int times = random.nextInt(3); times >= 0; times--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                var tree = Json.DOOR.read(bytes).toTree();
                assertThat(tree)
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(JACKSON.readTree(bytes));
            } catch (JsonRefusedException e) {
                refused++;
                assertThat(e.offset()).isBetween(0, bytes.length);
            } catch (JacksonException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        assertThat(refused).isBetween(1_000, 3_999);
    }

    @Test
    void aTextCutAnywhereIsRefused() {
        long seed = 7;
        var random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            var bytes = resource(random).strip().getBytes(UTF_8);
            for (int cut = 0; cut < bytes.length; cut++) {
                var part = Arrays.copyOf(bytes, cut);

                var refused = Json.refusal(part);

                assertThat(refused.map(JsonRefusedException::refusal))
                        .as("seed %s, round %s, cut at %s", seed, round, cut)
                        .contains(JsonRefusal.TRUNCATED);
                assertThat(refused.map(JsonRefusedException::offset)).contains(cut);
            }
        }
    }

    private static String resource(Random random) {
        return "{\"resourceType\":\"Basic\","
                + blank(random)
                + "\"v\":"
                + value(random, 5)
                + "}"
                + blank(random);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0 -> pick(random, NUMBERS);
            case 1 -> pick(random, new String[] {"true", "false", "null"});
            case 2, 3, 4 -> text(random);
            case 5, 6 -> array(random, depth);
            default -> object(random, depth);
        };
    }

    private static String array(Random random, int depth) {
        return random.ints(random.nextInt(5), 0, 9)
                .mapToObj(i -> blank(random) + value(random, depth - 1) + blank(random))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String object(Random random, int depth) {
        // By what the name means: Jackson undoes its escapes.
        var members = new LinkedHashMap<String, String>();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 60 : 6); i > 0; i--) {
            var name = text(random);
            members.put(
                    JACKSON.readTree(name).stringValue(),
                    name + blank(random) + ":" + blank(random) + value(random, depth - 1));
        }
        return members.values().stream()
                .map(member -> blank(random) + member + blank(random))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(6), 0, CHARACTERS.length)
                .mapToObj(i -> CHARACTERS[i])
                .collect(Collectors.joining("", "\"", "\""));
    }

    private static String blank(Random random) {
        return pick(random, new String[] {"", "", "", " ", "\n", "\r\n\t", "\n          "});
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }
}
