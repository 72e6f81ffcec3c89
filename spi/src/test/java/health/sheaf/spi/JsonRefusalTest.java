package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door refuses, each with its own code and place. */
final class JsonRefusalTest {

    private static final int VALUE = "{\"resourceType\":\"Basic\",\"x\":".length();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "NaN|NUMBER_MALFORMED|0",
                "Infinity|NUMBER_MALFORMED|0",
                "-Infinity|NUMBER_MALFORMED|0",
                "01|NUMBER_MALFORMED|0",
                "-01|NUMBER_MALFORMED|0",
                "+1|NUMBER_MALFORMED|0",
                ".5|NUMBER_MALFORMED|0",
                "-.5|NUMBER_MALFORMED|0",
                "5.|NUMBER_MALFORMED|0",
                "0x1F|NUMBER_MALFORMED|0",
                "1e|NUMBER_MALFORMED|0",
                "1e+|NUMBER_MALFORMED|0",
                "1.e3|NUMBER_MALFORMED|0",
                "1.2.3|NUMBER_MALFORMED|0",
                "-|NUMBER_MALFORMED|0",
                "1e1000000000|EXPONENT_TOO_LARGE|0",
                "-1e-1000000000|EXPONENT_TOO_LARGE|0",
                "1e99999999999999999999999|EXPONENT_TOO_LARGE|0",
                "1E41|EXPONENT_TOO_LARGE|0",
                "1e-41|EXPONENT_TOO_LARGE|0",
                "12345678901234567890123456789012345678901|TOO_MANY_DIGITS|0",
                "0.12345678901234567890123456789012345678901|TOO_MANY_DIGITS|0",
                "`tru`|SYNTAX|3",
                "nul|SYNTAX|3",
                "True|SYNTAX|0",
                "`'a'`|SYNTAX|0",
                "[1,]|SYNTAX|3",
                "[,1]|SYNTAX|1",
                "[1 2]|SYNTAX|3",
                "[1}|SYNTAX|2",
                "{\"a\":1,}|SYNTAX|7",
                "{a:1}|SYNTAX|1",
                "{\"a\" 1}|SYNTAX|5",
                "{\"a\":1]|SYNTAX|6",
                "/*c*/1|SYNTAX|0",
                "\"\\x\"|ESCAPE_MALFORMED|1",
                "\"\\u12G4\"|ESCAPE_MALFORMED|5",
                "\"\\U0041\"|ESCAPE_MALFORMED|1",
                "\"\\b\"|CONTROL_CHARACTER|1",
                "\"\\f\"|CONTROL_CHARACTER|1",
                "\"\\u0000\"|CONTROL_CHARACTER|1",
                "\"\\u001f\"|CONTROL_CHARACTER|1",
                "\"\\u0008\"|CONTROL_CHARACTER|1",
                "\"\\ud800\"|LONE_SURROGATE|1",
                "\"\\udc00\"|LONE_SURROGATE|1",
                "\"\\ud800\\n\"|LONE_SURROGATE|1",
                "\"\\ud800\\ud800\"|LONE_SURROGATE|1",
                "\"\\ud800x\"|LONE_SURROGATE|1",
                "{\"a\":1,\"a\":1}|DUPLICATE_NAME|7",
                "{\"id\":1,\"\\u0069d\":1}|DUPLICATE_NAME|8",
                "{\"\\u0069d\":1,\"id\":1}|DUPLICATE_NAME|13",
                "{\"\\u0069d\":1,\"i\\u0064\":1}|DUPLICATE_NAME|13",
                "{\"a/b\":1,\"c\":2,\"a\\/b\":1}|DUPLICATE_NAME|15",
                "{\"\":1,\"\":1}|DUPLICATE_NAME|6",
                "[[{\"a\":{\"é\":1,\"b\":2,\"\\u00e9\":1}}]]|DUPLICATE_NAME|21",
                "{\"aLongName\":1,\"bLongName\":1,\"aLongName\":2}|DUPLICATE_NAME|29",
            })
    void eachFaultHasItsCodeAndPlace(String value, JsonRefusal refusal, int offset) {
        var refused = Json.refusal(Json.holding(value)).orElseThrow();

        assertThat(refused.refusal()).isEqualTo(refusal);
        assertThat(refused.offset()).isEqualTo(VALUE + offset);
        assertThat(refused)
                .hasMessageContaining(refusal.code())
                .hasMessageEndingWith("byte " + refused.offset());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0",
                "0",
                "-0.0",
                "1.10",
                "0.1e1",
                "1E+2",
                "1e40",
                "1e-40",
                "0e+1",
                "1234567890123456789012345678",
                "0.00000000000000000000000000000000000000001",
                "\"\\t\\n\\r\\\"\\\\\\/\"",
                "\"\\ud83d\\ude39\"",
                "\"\u007f\u0080\uffff\"",
                "{\"a\":1,\"A\":1,\"aa\":1,\"\":1}",
                "{\"a\":{\"a\":{\"a\":1}}}",
                "{\"__proto__\":{\"a\":1},\"constructor\":2,\"$ref\":\"#\",\"@type\":\"x\",\"@class\":\"y\"}",
                "[[],{},[{}]]"
            })
    void whatIsAllowedIsKeptByteForByte(String value) {
        var json = Json.holding(value);

        assertThat(Json.DOOR.read(json).toBytes()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "22c080,NOT_UTF_8", // overlong NUL
        "22c1bf,NOT_UTF_8",
        "22e08080,NOT_UTF_8",
        "22e09fbf,NOT_UTF_8",
        "22f0808080,NOT_UTF_8",
        "22f08fbfbf,NOT_UTF_8",
        "22f4908080,NOT_UTF_8", // above U+10FFFF
        "22f5808080,NOT_UTF_8",
        "22f888808080,NOT_UTF_8",
        "22ff,NOT_UTF_8",
        "2280,NOT_UTF_8",
        "22bf,NOT_UTF_8",
        "22c3,NOT_UTF_8", // a quote where a continuation is needed
        "22e282,NOT_UTF_8",
        "22e28261,NOT_UTF_8",
        "22f09f98,NOT_UTF_8",
        "22eda080,LONE_SURROGATE",
        "22edb080,LONE_SURROGATE",
        "22eda0bdedb8b9,LONE_SURROGATE",
        "2200,CONTROL_CHARACTER",
        "220a,CONTROL_CHARACTER",
        "2209,CONTROL_CHARACTER",
        "221f,CONTROL_CHARACTER"
    })
    void uncleanTextIsRefusedAtItsByte(String hex, JsonRefusal refusal) {
        for (int before = 0; before < 17; before++) {
            var out = new ByteArrayOutputStream();
            out.writeBytes(Json.bytes("{\"resourceType\":\"Basic\",\"x\":\"" + "a".repeat(before)));
            int offset = out.size();
            out.writeBytes(HexFormat.of().parseHex(hex.substring(2)));
            out.writeBytes(Json.bytes("\"}"));

            var refused = Json.refusal(out.toByteArray()).orElseThrow();

            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.offset()).isEqualTo(offset);
        }
    }

    @Test
    void otherEncodingsAndByteOrderMarksAreRefused() {
        var json = "{\"resourceType\":\"Basic\"}";

        assertThat(why(("\ufeff" + json).getBytes(StandardCharsets.UTF_8)))
                .contains(JsonRefusal.BYTE_ORDER_MARK);
        for (var charset :
                new String[] {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
            assertThat(why(json.getBytes(Charset.forName(charset))))
                    .as(charset)
                    .contains(JsonRefusal.NOT_UTF_8);
        }
    }

    @Test
    void nothingMayFollowTheEnd() {
        assertThat(why(Json.bytes("{\"resourceType\":\"Basic\"}{}")))
                .contains(JsonRefusal.TRAILING_DATA);
        assertThat(why(Json.bytes("{\"resourceType\":\"Basic\"}]")))
                .contains(JsonRefusal.TRAILING_DATA);
        assertThat(why(Json.bytes("{\"resourceType\":\"Basic\"}\0")))
                .contains(JsonRefusal.TRAILING_DATA);
        assertThat(why(Json.bytes("{\"resourceType\":\"Basic\"} \n\t\r "))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|NOT_AN_OBJECT",
                "null|NOT_AN_OBJECT",
                "7|NOT_AN_OBJECT",
                "\"Patient\"|NOT_AN_OBJECT",
                "{}|RESOURCE_TYPE_MISSING",
                "{\"id\":\"1\"}|RESOURCE_TYPE_MISSING",
                "{\"resourceType\":7}|WRONG_TYPE",
                "{\"resourceType\":null}|WRONG_TYPE",
                "{\"resourceType\":[\"Patient\"]}|WRONG_TYPE",
                "{\"resourceType\":\"\"}|RESOURCE_TYPE_MALFORMED",
                "{\"resourceType\":\"P\"}|RESOURCE_TYPE_MALFORMED",
                "{\"resourceType\":\"patient\"}|RESOURCE_TYPE_MALFORMED",
                "{\"resourceType\":\"Patient/1\"}|RESOURCE_TYPE_MALFORMED",
                "{\"resourceType\":\"Pat1ent\"}|RESOURCE_TYPE_MALFORMED",
                "{\"resourceType\":\"Basic\",\"id\":7}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"id\":null}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"id\":{}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"meta\":[]}|NOT_AN_OBJECT",
                "{\"resourceType\":\"Basic\",\"meta\":{\"versionId\":1}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"meta\":{\"lastUpdated\":2020}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"meta\":{\"source\":{\"reference\":\"x\"}}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":1}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":null}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":[\"Patient/1\"]}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"subject\":{\"re\\u0066erence\":1}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient/1\\n\"}}|REFERENCE_MALFORMED",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient\\u007f1\"}}|REFERENCE_MALFORMED",
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"Patient\\u00851\"}}|REFERENCE_MALFORMED",
                "{\"resourceType\":\"Basic\",\"contained\":{}}|WRONG_TYPE",
                "{\"resourceType\":\"Basic\",\"contained\":[7]}|NOT_AN_OBJECT",
                "{\"resourceType\":\"Basic\",\"contained\":[{}]}|RESOURCE_TYPE_MISSING",
                "{\"resourceType\":\"Basic\",\"contained\":[{\"resourceType\":\"Basic\",\"id\":\"..\"}]}|ID_MALFORMED",
            })
    void whatIsNotTheFhirThatIsNeededIsRefused(String json, JsonRefusal refusal) {
        assertThat(why(Json.bytes(json))).contains(refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../../Patient/2?x",
                "a b",
                "a/b",
                "a_b",
                "a;b",
                "%2e%2e",
                "é",
                "a\\u0000",
                "a\\n",
                "a|b",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void anIdThatFhirDoesNotAllowIsRefused(String id) {
        assertThat(why(Json.bytes("{\"resourceType\":\"Basic\",\"id\":\"" + id + "\"}")))
                .hasValueSatisfying(why ->
                        assertThat(why)
                                .isIn(JsonRefusal.ID_MALFORMED, JsonRefusal.CONTROL_CHARACTER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "...",
                "-",
                "a.b-C",
                "\\u0061",
                "1234567890123456789012345678901234567890123456789012345678901234"
            })
    void anIdThatFhirAllowsIsRead(String id) {
        assertThat(Json.read("{\"resourceType\":\"Basic\",\"id\":\"" + id + "\"}").id())
                .contains(id.replace("\\u0061", "a"));
    }

    @Test
    void hostileReferencesStayAsTheyStand() {
        var json =
                "{\"resourceType\":\"Basic\",\"subject\":{\"reference\":\"../../Patient\\/2?x\"},"
                        + "\"provision\":{\"reference\":{\"reference\":\"//evil\"}}}";

        assertThat(Json.read(json).references()).containsExactly("../../Patient/2?x", "//evil");
    }

    @Test
    void codesAreUniqueAndNoMessageHoldsContent() {
        assertThat(Arrays.stream(JsonRefusal.values()).map(JsonRefusal::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> code.matches("SHF-JSON-[0-9]{3}"));
        var refused = Json.refusal(Json.holding("\"secret\" secret")).orElseThrow();
        assertThat(refused.getMessage()).doesNotContain("secret");
    }

    private static Optional<JsonRefusal> why(byte[] json) {
        return Json.refusal(json).map(JsonRefusedException::refusal);
    }
}
