package health.sheaf.mapping.hl7v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class V2FileTest {

    private static final String HEAD = "MSH|^~\\&|A|B|C|D|20260101||ADT^A01|1|P|2.4";

    private static List<V2Message> read(String text) {
        return V2File.read(text.getBytes(StandardCharsets.UTF_8), V2Limits.FILE);
    }

    private static V2Span field(String segment, int number) {
        return read(HEAD + "\r" + segment).getFirst().segments().get(1).field(number);
    }

    @Test
    void everyWayToEndASegmentIsRead() {
        for (var end : List.of("\r", "\n", "\r\n")) {
            var message = read(HEAD + end + "PID|1||7" + end + "PV1|1|I" + end).getFirst();

            assertThat(message.segments())
                    .extracting(V2Segment::name)
                    .containsExactly("MSH", "PID", "PV1");
        }
    }

    @Test
    void theHeaderCountsItsSeparatorAsAField() {
        var header = read(HEAD).getFirst().header();

        assertThat(header.field(1).text()).isEqualTo("|");
        assertThat(header.field(2).text()).isEqualTo("^~\\&");
        assertThat(header.field(9).component(2).text()).isEqualTo("A01");
    }

    @Test
    void separatorsAreWhatTheHeaderSays() {
        var message = read("MSH#*!%@#A#B\rPID#1##7*x@y!8").getFirst();

        var span = message.segments().get(1).field(3);
        assertThat(span.repeats()).hasSize(2);
        assertThat(span.component(2).subcomponent(2).text()).isEqualTo("y");
    }

    @Test
    void escapesAreResolvedAndWhatIsNoneStays() {
        assertThat(field("OBX|1|ST|||a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f", 5).text())
                .isEqualTo("a|b^c&d~e\\f");
        assertThat(field("OBX|1|ST|||one\\.br\\two\\X41\\", 5).text()).isEqualTo("one\ntwoA");
        assertThat(field("OBX|1|ST|||C:\\new\\Q\\ \\", 5).text()).isEqualTo("C:\\new\\Q\\ \\");
        assertThat(field("OBX|1|ST|||\\XC3A9\\", 5).text()).isEqualTo("é");
    }

    @Test
    void partsBeyondTheEndAreEmpty() {
        var span = field("PID|1||7^^^RWD&1&ISO", 3);

        assertThat(span.component(4).subcomponent(2).text()).isEqualTo("1");
        assertThat(span.component(40).isEmpty()).isTrue();
        assertThat(field("PID|1", 99).isEmpty()).isTrue();
        assertThat(field("PID", 1).isEmpty()).isTrue();
    }

    @Test
    void twoQuotesMeanNothing() {
        assertThat(field("PID|1||\"\"", 3).isEmpty()).isTrue();
        assertThat(field("PID|1||^^&^~", 3).isEmpty()).isTrue();
    }

    @Test
    void aLineThatIsNoSegmentBelongsToTheTextBeforeIt() {
        var message = read(HEAD + "\rOBX|1|TX|||first\nsecond line\rOBX|2|TX|||x").getFirst();

        assertThat(message.segments()).hasSize(3);
        assertThat(message.segments().get(1).field(5).text()).isEqualTo("first\nsecond line");
    }

    @Test
    void severalMessagesAndBatchesAreTakenApart() {
        var messages =
                read(
                        "FHS|^~\\&|\rBHS|^~\\&|\r"
                                + HEAD
                                + "\rPID|1\r"
                                + HEAD
                                + "\rPID|2\rBTS|2\rFTS|1\r");

        assertThat(messages).hasSize(2);
        assertThat(messages.get(1).segments())
                .extracting(V2Segment::name)
                .containsExactly("MSH", "PID");
    }

    @Test
    void theCharacterSetIsTheOneThatIsNamed() {
        var latin =
                (HEAD + "||||||8859/1\rPID|1||M\u00fcller").getBytes(StandardCharsets.ISO_8859_1);
        var unnamed = (HEAD + "\rPID|1||M\u00fcller").getBytes(Charset.forName("windows-1252"));

        assertThat(V2File.read(latin, V2Limits.FILE).getFirst().segments().get(1).field(3).text())
                .isEqualTo("M\u00fcller");
        assertThat(V2File.read(unnamed, V2Limits.FILE).getFirst().segments().get(1).field(3).text())
                .isEqualTo("M\u00fcller");
    }

    @Test
    void bytesThatAreNotOfTheNamedCharacterSetAreRefused() {
        var wrong =
                (HEAD + "||||||UNICODE UTF-8\rPID|1||M\u00fcller")
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(wrong, V2Refusal.V2_CHARSET, 0);
    }

    @Test
    void whatIsNoMessageIsRefusedWithItsPlace() {
        assertRefused(new byte[0], V2Refusal.V2_EMPTY, 0);
        assertRefused("  \r\n".getBytes(StandardCharsets.UTF_8), V2Refusal.V2_EMPTY, 4);
        assertRefused("PID|1".getBytes(StandardCharsets.UTF_8), V2Refusal.V2_NO_HEADER, 0);
        assertRefused("{\"a\":1}".getBytes(StandardCharsets.UTF_8), V2Refusal.V2_NO_HEADER, 0);
        assertRefused("MSH||||\r".getBytes(StandardCharsets.UTF_8), V2Refusal.V2_SEPARATORS, 3);
        assertRefused("MSH|^^\\&|\r".getBytes(StandardCharsets.UTF_8), V2Refusal.V2_SEPARATORS, 3);
    }

    @Test
    void limitsHold() {
        var bytes = (HEAD + "\rPID|1|2|3\rPV1|1").getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> V2File.read(bytes, new V2Limits(10, 9, 9, 9)))
                .hasMessageStartingWith("SHF-HL-001");
        assertThatThrownBy(() -> V2File.read(bytes, new V2Limits(1000, 9, 2, 99)))
                .hasMessageStartingWith("SHF-HL-006");
        assertThatThrownBy(() ->
                        V2File.read(
                                (HEAD + "|".repeat(30)).getBytes(StandardCharsets.UTF_8),
                                new V2Limits(1000, 9, 9, 20)))
                .hasMessageStartingWith("SHF-HL-008");
    }

    @Test
    void noMutationOfAMessageDoesMoreThanBeRefused() {
        var whole =
                (HEAD + "\rPID|1||7^^^A&1&ISO~8||\\E\\\\.br\\X\rOBX|1|NM|||5")
                        .getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            var bytes = whole.clone();
            for (int i = 0; i < 4; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                for (var message : V2File.read(bytes, V2Limits.FILE)) {
                    for (var segment : message.segments()) {
                        for (int field = 1; field < 8; field++) {
                            segment.field(field)
                                    .repeats()
                                    .forEach(one -> one.component(4).subcomponent(2).text());
                        }
                    }
                }
            } catch (V2RefusedException refused) {
                assertThat(refused.offset()).isBetween(0, bytes.length);
            }
        }
    }

    private static void assertRefused(byte[] bytes, V2Refusal code, int offset) {
        assertThatThrownBy(() -> V2File.read(bytes, V2Limits.FILE))
                .isInstanceOfSatisfying(
                        V2RefusedException.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(code);
                            assertThat(refused.offset()).isEqualTo(offset);
                        });
    }
}
