package health.sheaf.mapping.edifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

final class AcknowledgerTest {

    private static final Stamp STAMP = new Stamp(1000, 12, LocalDateTime.of(2026, 11, 22, 17, 37));
    private static final String HEAD = "UNB+UNOC:3+LAB:80+GP:80+261122:0930+7++MEDRPT++1'";
    private static final String SOUND =
            "UNH+1+MEDRPT:0:1:RT:NHS003'NAD+PO+G9999999:900'PNA+PAT++++SU:TEST'"
                    + "INV+MQ+42R4.:911'UNT+5+1'";

    @Test
    void everyAcceptedMessageIsNamed() {
        assertThat(answer(HEAD + SOUND + second("INV+MQ+42R4.:911") + "UNZ+2+7'"))
                .isEqualTo(
                        """
                        UNA:+.? '
                        UNB+UNOC:3+GP:80+LAB:80+261122:1737+1000++NHSACK'
                        UNH+1+NHSACK:D:1:NH:NHS001'
                        BGM+AKR'
                        DTM+137:20261122:102'
                        NIR+SIR:7+LAB:80+GP:80+IAF'
                        NMR+AGO:1+MA'
                        NMR+AGO:2+MA'
                        UNT+7+1'
                        UNZ+1+1000'\
                        """);
    }

    @Test
    void oneRefusedMessageDoesNotRefuseTheOthers() {
        assertThat(answer(HEAD + SOUND + second("INV+MQ") + "UNZ+2+7'"))
                .contains("+IAP'")
                .contains("NMR+AGO:1+MA'")
                .contains("NMR+AGO:2+MR'\nFTX+ERD+++Index 2 out of bounds for length 2'\nUNT+8+1'");
    }

    @Test
    void whatAMessageMustHoldIsCheckedOneByOne() {
        assertThat(reason("INV+MQ+12:912::Test")).contains("INV?: a code of a code list");
        assertThat(reason("INV+MQ+368481000000103:921")).contains("INV?: an element");
        assertThat(reason("INV+MQ")).contains("Index 2 out of bounds for length 2");
        assertThat(reason("RSL+CV")).contains("Index 2 out of bounds for length 2");
        assertThat(reason("RSL+CV+::375211000000108:921")).contains("RSL?: an element");
        assertThat(reason("RSL+NV+NEGATIVE")).contains("RSL?: a number or a date");
        assertThat(reason("DTM+ISR:201002301541:203")).contains("DTM?: a number or a date");
        assertThat(reason("NAD+PO")).contains("Index 2 out of bounds for length 2");
    }

    @Test
    void whatIsSoundIsNotRefused() {
        for (var segment :
                new String[] {
                    "INV+MQ+:::B12/FOLATE",
                    "INV+MQ+424..:911",
                    "RSL+NV+0.1:7++:::10*9/L",
                    "RSL+++++PA",
                    "DTM+SCO:20100223:102",
                    "RSL+CV+::375211000000108:921::Normal"
                }) {
            assertThat(reason(segment)).as(segment).contains("+IAF'");
        }
    }

    @Test
    void aBrokenInterchangeIsRefusedAsAWhole() {
        assertThat(answer(HEAD + SOUND + "UNZ+1+8'"))
                .contains("NIR+SIR:7+LAB:80+GP:80+IRI'\nFTX+ERD+++the references of")
                .contains("UNT+6+1'");
        assertThat(answer(HEAD + SOUND)).contains("+IRI'");
        assertThat(answer(HEAD + SOUND.substring(0, 60))).contains("+IRI'");
    }

    @Test
    void messagesThatCannotBeToldApartAreRefusedAsAWhole() {
        assertThat(answer(HEAD + SOUND.replace("UNT+5+1", "UNT+5+2") + "UNZ+1+7'"))
                .contains("+IRM'");
    }

    @Test
    void nobodyIsAnsweredWhoDidNotAsk() {
        var head = HEAD.replace("++1'", "'");

        assertThat(acknowledge(head + SOUND + "UNZ+1+7'")).isEmpty();
        assertThat(acknowledge(head + SOUND + "UNZ+1+8'")).isEmpty();
        assertThat(acknowledge("UNH+1+MEDRPT:0:1:RT:NHS003'PNA+PAT++++SU:TEST'UNT+3+1'")).isEmpty();
    }

    @Test
    void anAcknowledgementIsNeverAcknowledged() {
        var ack = answer(HEAD + SOUND + "UNZ+1+7'");

        assertThat(acknowledge(ack)).isEmpty();
    }

    @Test
    void aRegistrationIsAnsweredByRecep() {
        var received =
                "UNB+UNOA:2+XX11+TES5+261122:1235+00000003'UNH+00000009+FHSREG:0:1:FH:FHS001'"
                        + "BGM+++507'NAD+FHS+XX1:954'DTM+137:202611221236:203'RFF+950:F4'S01+1'"
                        + "RFF+TN:13'NAD+GP+2750922,295:900'UNT+9+00000009'UNZ+1+00000003'";

        assertThat(answer(received))
                .isEqualTo(
                        """
                        UNB+UNOA:2+TES5+XX11+261122:1737+00001000++RECEP+++EDIFACT TRANSFER'
                        UNH+00000012+RECEP:0:2:FH'
                        BGM++600+243:202611221737:306+64'
                        NHS+XX1:819:201+2750922,295:814:202'
                        DTM+815:202611221737:306'
                        RFF+MIS:00000009 CP'
                        RFF+RIS:00000003 OK:1'
                        UNT+7+00000012'
                        UNZ+1+00001000'\
                        """);
        assertThat(answer(received.replace("RFF+950:F4'", "")))
                .contains("RFF+MIS:00000009 CA'\nRFF+RIS:00000003 NA:1'");
    }

    @Test
    void whatNobodySentIsAnsweredByNothing() {
        assertThatThrownBy(() -> answer("PID|1"))
                .isInstanceOf(EdifactRefusedException.class)
                .hasMessageStartingWith("SHF-EDI-101");
    }

    @Test
    void withoutLineBreaksItIsTheSameText() {
        var lines = answer(HEAD + SOUND + "UNZ+1+7'");
        var bytes = (HEAD + SOUND + "UNZ+1+7'").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(acknowledger().answer(bytes, STAMP, Layout.UNBROKEN))
                .hasValue(lines.replace("\n", ""));
    }

    private static String reason(String segment) {
        return answer(HEAD + SOUND.replace("UNT+5", segment + "'UNT+6") + "UNZ+1+7'");
    }

    private static String second(String investigation) {
        return SOUND.replace("UNH+1", "UNH+2")
                .replace("+1'", "+2'")
                .replace("INV+MQ+42R4.:911", investigation);
    }

    private static String answer(String received) {
        return acknowledge(received).orElseThrow();
    }

    private static java.util.Optional<String> acknowledge(String received) {
        return acknowledger()
                .answer(received.getBytes(StandardCharsets.ISO_8859_1), STAMP, Layout.LINES);
    }

    private static Acknowledger acknowledger() {
        return new Acknowledger(new EdifactReader(EdifactLimits.USUAL));
    }
}
