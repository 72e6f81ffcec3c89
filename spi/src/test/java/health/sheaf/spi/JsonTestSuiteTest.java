package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The cases of github.com/nst/JSONTestSuite, judged by the scanner alone. */
final class JsonTestSuiteTest {

    /** What RFC 8259 allows and this door does not. */
    private static final Map<String, JsonRefusal> STRICTER_THAN_THE_STANDARD =
            Map.ofEntries(
                    Map.entry("y_number.json", JsonRefusal.EXPONENT_TOO_LARGE),
                    Map.entry("y_number_double_close_to_zero.json", JsonRefusal.NUMBER_TOO_LONG),
                    Map.entry("y_number_real_exponent.json", JsonRefusal.EXPONENT_TOO_LARGE),
                    Map.entry(
                            "y_number_real_fraction_exponent.json", JsonRefusal.EXPONENT_TOO_LARGE),
                    Map.entry("y_object_duplicated_key.json", JsonRefusal.DUPLICATE_NAME),
                    Map.entry("y_object_duplicated_key_and_value.json", JsonRefusal.DUPLICATE_NAME),
                    Map.entry("y_object_escaped_null_in_key.json", JsonRefusal.CONTROL_CHARACTER),
                    Map.entry("y_string_allowed_escapes.json", JsonRefusal.CONTROL_CHARACTER),
                    Map.entry(
                            "y_string_escaped_control_character.json",
                            JsonRefusal.CONTROL_CHARACTER),
                    Map.entry("y_string_null_escape.json", JsonRefusal.CONTROL_CHARACTER));

    /** What the standard leaves open and this door allows; it refuses the rest. */
    private static final Map<String, String> LEFT_OPEN_AND_ALLOWED =
            Map.of(
                    "i_number_too_big_neg_int.json", "30 digits are within the limits",
                    "i_number_too_big_pos_int.json", "21 digits are within the limits");

    @Test
    void whatIsNotJsonIsRefused() {
        assertThat(verdicts("n_").values()).hasSize(188).allMatch(Optional::isPresent);
    }

    @Test
    void whatIsJsonIsReadExceptWhereThisDoorIsStricter() {
        var refused = new TreeMap<String, JsonRefusal>();
        var verdicts = verdicts("y_");
        verdicts.forEach((file, verdict) -> verdict.ifPresent(why -> refused.put(file, why)));

        assertThat(verdicts).hasSize(95);
        assertThat(refused).containsExactlyInAnyOrderEntriesOf(STRICTER_THAN_THE_STANDARD);
    }

    @Test
    void whatTheStandardLeavesOpenIsDecidedOnce() {
        var verdicts = verdicts("i_");

        assertThat(verdicts).hasSize(35);
        verdicts.forEach((file, verdict) ->
                assertThat(verdict.isEmpty())
                        .as(file)
                        .isEqualTo(LEFT_OPEN_AND_ALLOWED.containsKey(file)));
    }

    private static Map<String, Optional<JsonRefusal>> verdicts(String prefix) {
        var folder = Corpora.find("vectors/JSONTestSuite/test_parsing");
        var verdicts = new TreeMap<String, Optional<JsonRefusal>>();
        try (var files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : files) {
                verdicts.put(file.getFileName().toString(), verdict(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verdicts;
    }

    private static Optional<JsonRefusal> verdict(byte[] json) {
        try {
            JsonScanner.scan(json, FhirJson.Limits.SOURCE);
            return Optional.empty();
        } catch (JsonRefusedException e) {
            return Optional.of(e.refusal());
        }
    }
}
