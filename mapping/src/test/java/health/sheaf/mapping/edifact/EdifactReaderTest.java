package health.sheaf.mapping.edifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class EdifactReaderTest {

    private static final String HEAD = "UNB+UNOC:3+LAB:80+GP:80+261122:0930+7++MEDRPT++1'";
    private static final String MESSAGE = "UNH+1+MEDRPT:0:1:RT:NHS003'BGM+LSR'UNT+3+1'";

    @Test
    void anInterchangeGivesItsMessagesInTheirOrder() {
        var second = MESSAGE.replace("+1'", "+2'").replace("UNH+1", "UNH+2");

        assertThat(read(HEAD + MESSAGE + second + "UNZ+2+7'").messages())
                .extracting(Message::reference)
                .containsExactly("1", "2");
    }

    @Test
    void theEnvelopeSaysWhoSentWhatAndWhetherAnAnswerIsWanted() {
        var envelope = read(HEAD + MESSAGE + "UNZ+1+7'").envelope().orElseThrow();

        assertThat(envelope.sender()).containsExactly("LAB", "80");
        assertThat(envelope.recipient()).containsExactly("GP", "80");
        assertThat(envelope.reference()).isEqualTo("7");
        assertThat(envelope.application()).isEqualTo("MEDRPT");
        assertThat(envelope.acknowledgementRequested()).isTrue();
    }

    @Test
    void releasedCharactersAreDataInAnyPlace() {
        var segment = only("FTX+A?+B:C?:D:?'?'??+E'");

        assertThat(segment.text(1, 1)).isEqualTo("A+B");
        assertThat(segment.components(1)).containsExactly("A+B", "C:D", "''?");
        assertThat(segment.text(2, 1)).isEqualTo("E");
        assertThat(segment.elements()).isEqualTo(2);
    }

    @Test
    void whatIsNotWrittenIsEmptyAndNotAnError() {
        var segment = only("NAD+SLA+++Haematology'");

        assertThat(segment.text(2, 1)).isEmpty();
        assertThat(segment.text(4, 1)).isEqualTo("Haematology");
        assertThat(segment.text(4, 2)).isEmpty();
        assertThat(segment.text(5, 1)).isEmpty();
        assertThat(segment.components(9)).containsExactly("");
    }

    @Test
    void theServiceCharactersOfUnaAreUsed() {
        var read =
                read(
                        "UNA|^.! ~UNB^UNOC|3^LAB|80^GP|80^261122|0930^7~UNH^1^MEDRPT|0|1|RT~"
                                + "FTX^a!^b|it's~UNT^3^1~UNZ^1^7~");

        var segment = read.messages().getFirst().segment(1);
        assertThat(segment.components(1)).containsExactly("a^b", "it's");
    }

    @Test
    void aUnaWithoutItsReservedBlankIsUnderstood() {
        var read = read("UNA:+.?'" + HEAD + MESSAGE + "UNZ+1+7'");

        assertThat(read.messages()).hasSize(1);
    }

    @Test
    void lineBreaksBetweenAndInsideSegmentsAreNoData() {
        var read =
                read(
                        HEAD
                                + "\r\n"
                                + MESSAGE.replace("BGM+LSR'", "BGM+LS\r\nR'\n")
                                + "\nUNZ+1+7'\n");

        assertThat(read.messages().getFirst().segment(1).text(1, 1)).isEqualTo("LSR");
    }

    @Test
    void aFragmentIsReadWithoutAnEnvelopeAndItsLastTerminator() {
        var read = read("UNH+1+MEDRPT:0:1:RT:NHS003'BGM+LSR'UNT+3+1");

        assertThat(read.envelope()).isEmpty();
        assertThat(read.messages().getFirst().association()).isEqualTo("NHS003");
        assertThat(read.messages().getFirst().counted()).isTrue();
    }

    @Test
    void groupsAreCountedAndNotTheirMessages() {
        var read = read(HEAD + "UNG+MEDRPT+A+B+261122:0930+5+RT'" + MESSAGE + "UNE+1+5'UNZ+1+7'");

        assertThat(read.messages()).hasSize(1);
    }

    @Test
    void textIsInTheCharacterSetTheHeaderNames() {
        var utf8 = HEAD.replace("UNOC", "UNOW") + MESSAGE.replace("LSR", "Zoë") + "UNZ+1+7'";
        var latin = HEAD + MESSAGE.replace("LSR", "Zoë") + "UNZ+1+7'";

        assertThat(bgm(utf8.getBytes(StandardCharsets.UTF_8))).isEqualTo("Zoë");
        assertThat(bgm(latin.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo("Zoë");
    }

    @Test
    void aMiscountOfSegmentsIsToldAndNotRefused() {
        var read = read(HEAD + MESSAGE.replace("UNT+3", "UNT+46") + "UNZ+1+7'");

        assertThat(read.messages().getFirst().counted()).isFalse();
    }

    @Test
    void everyFaultOfTheFrameHasItsCode() {
        assertThat(refusal(HEAD + MESSAGE)).isEqualTo(EdifactRefusal.INTERCHANGE_TRAILER_MISSING);
        assertThat(refusal(HEAD + MESSAGE + "UNZ+1+8'"))
                .isEqualTo(EdifactRefusal.INTERCHANGE_REFERENCE_DIFFERS);
        assertThat(refusal(HEAD + MESSAGE + "UNZ+2+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_COUNT_DIFFERS);
        assertThat(refusal(HEAD + MESSAGE + "UNZ+x+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_COUNT_DIFFERS);
        assertThat(refusal(HEAD + MESSAGE.replace("UNT+3+1", "UNT+3+2") + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_REFERENCE_DIFFERS);
        assertThat(refusal(HEAD + MESSAGE + MESSAGE + "UNZ+2+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_REFERENCE_TWICE);
        assertThat(refusal(HEAD + MESSAGE.replace("UNT+3+1'", "") + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_TRAILER_MISSING);
        assertThat(refusal(HEAD + "UNT+3+1'" + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_TRAILER_MISSING);
        assertThat(refusal(HEAD + "BGM+LSR'" + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.OUTSIDE_A_MESSAGE);
        assertThat(refusal(HEAD + "UNZ+0+7'")).isEqualTo(EdifactRefusal.NO_MESSAGE);
        assertThat(refusal(HEAD + MESSAGE + "UNZ+1+7'" + HEAD))
                .isEqualTo(EdifactRefusal.AFTER_THE_END);
        assertThat(refusal(HEAD.replace("LAB:80", "") + MESSAGE + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.INTERCHANGE_HEADER_INCOMPLETE);
        assertThat(refusal(HEAD + MESSAGE.replace("MEDRPT:0:1:RT:NHS003", "") + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.MESSAGE_HEADER_INCOMPLETE);
        assertThat(refusal(HEAD + "UNG+X+A+B+261122:0930+5+RT'" + MESSAGE + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.GROUP_UNBALANCED);
        assertThat(refusal(HEAD + "UNG+X+A+B+261122:0930+5+RT'" + MESSAGE + "UNE+1+6'UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.GROUP_CONTROL_DIFFERS);
    }

    @Test
    void everyFaultOfTheSyntaxHasItsCode() {
        assertThat(refusal("")).isEqualTo(EdifactRefusal.NOT_EDIFACT);
        assertThat(refusal("MSH|^~\\&|")).isEqualTo(EdifactRefusal.NOT_EDIFACT);
        assertThat(refusal("UNA++.? '" + HEAD)).isEqualTo(EdifactRefusal.UNA_MALFORMED);
        assertThat(refusal("UNA:+")).isEqualTo(EdifactRefusal.TRUNCATED);
        assertThat(refusal(HEAD + MESSAGE.substring(0, 32))).isEqualTo(EdifactRefusal.TRUNCATED);
        assertThat(refusal(HEAD + "UNT?")).isEqualTo(EdifactRefusal.TRUNCATED);
        assertThat(refusal(HEAD + "x'")).isEqualTo(EdifactRefusal.SEGMENT_MALFORMED);
        assertThat(refusal(HEAD.replace("UNOC", "UNOX") + MESSAGE + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.CHARACTER_SET_UNKNOWN);
        assertThat(refusal(HEAD + MESSAGE.replace("LSR", "L\0R") + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.BAD_CHARACTER);
        assertThat(refusal(HEAD.replace("UNOC", "UNOA") + MESSAGE.replace("R", "é") + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.BAD_CHARACTER);
        assertThat(refusal(HEAD.replace("UNOC", "UNOW") + MESSAGE.replace("LSR", "é") + "UNZ+1+7'"))
                .isEqualTo(EdifactRefusal.BAD_CHARACTER);
    }

    @Test
    void everyLimitHasItsCode() {
        var whole = HEAD + MESSAGE + "UNZ+1+7'";

        assertThat(refusal(whole, new EdifactLimits(50, 100, 9, 9)))
                .isEqualTo(EdifactRefusal.TOO_LARGE);
        assertThat(refusal(whole, new EdifactLimits(500, 20, 9, 9)))
                .isEqualTo(EdifactRefusal.SEGMENT_TOO_LONG);
        assertThat(refusal(whole, new EdifactLimits(500, 100, 3, 9)))
                .isEqualTo(EdifactRefusal.TOO_MANY_SEGMENTS);
        assertThat(
                        refusal(
                                HEAD
                                        + MESSAGE
                                        + MESSAGE.replace("H+1", "H+2").replace("3+1", "3+2")
                                        + "UNZ+2+7'",
                                new EdifactLimits(500, 100, 9, 1)))
                .isEqualTo(EdifactRefusal.TOO_MANY_MESSAGES);
    }

    @Test
    void aRefusalNamesThePlaceAndNothingOfTheContent() {
        var refused = refused((HEAD + MESSAGE + "UNZ+1+SECRET'"), EdifactLimits.USUAL);

        assertThat(refused)
                .hasMessage(
                        "SHF-EDI-203: the references of interchange header and trailer differ,"
                                + " at byte "
                                + (HEAD + MESSAGE).length()
                                + " (segment 5)");
        assertThat(refused.envelope().orElseThrow().reference()).isEqualTo("7");
    }

    @Test
    void whatIsCutAnywhereIsNeverTakenForTheWhole() {
        var whole = HEAD + MESSAGE + "UNZ+1+7'";
        for (int length = 0; length < whole.length() - 1; length++) {
            assertThat(refusal(whole.substring(0, length))).as("cut at %s", length).isNotNull();
        }
    }

    private static String bgm(byte[] bytes) {
        return new EdifactReader(EdifactLimits.USUAL)
                .read(bytes)
                .messages()
                .getFirst()
                .segment(1)
                .text(1, 1);
    }

    private static Segment only(String segment) {
        var message = MESSAGE.replace("BGM+LSR'", segment);
        return read(HEAD + message + "UNZ+1+7'").messages().getFirst().segment(1);
    }

    private static Interchange read(String text) {
        return new EdifactReader(EdifactLimits.USUAL)
                .read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static EdifactRefusal refusal(String text) {
        return refusal(text, EdifactLimits.USUAL);
    }

    private static EdifactRefusal refusal(String text, EdifactLimits limits) {
        return refused(text, limits).refusal();
    }

    private static EdifactRefusedException refused(String text, EdifactLimits limits) {
        var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return catchThrowableOfType(
                EdifactRefusedException.class, () -> new EdifactReader(limits).read(bytes));
    }
}
