package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.mapping.hl7v2.V2File;
import health.sheaf.mapping.hl7v2.V2Limits;
import health.sheaf.mapping.hl7v2.V2Message;
import health.sheaf.spi.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class MessageMapTest {

    private static final String ORU =
            """
            MSH|^~\\&|LIMS|RWD|EPR|RR8|20260301093000+0000||ORU^R01|42|P|2.4
            PID|1||P77^^^RWD^MR~999 000 0018^^^NHS^NH||TESTER^ANN||19700102|F
            ORC|RE|O1|F1
            OBR|1|O1|F1|FBC^Full blood count^WinPath|||202603010800|||||||||||||||20260301092500||HM|F
            NTE|1||Seen by the consultant
            OBX|1|NM|HB^Haemoglobin^WinPath||134|g/L|120-150|N|||F
            OBX|2|SN|CRP^CRP^WinPath||<^5|mg/L||N|||F
            OBX|3|CE|BLD^Blood group^WinPath||278147001^Group O^SCT||||||P
            NTE|1||A\\T\\B lines\\.br\\two
            OBR|2|O2|F2|UE^Urea^WinPath|||20260301|||||||||||||||||BL|P
            OBX|1|ST|NA^Sodium^WinPath||haemolysed & clotted||||||X
            """;

    private final MessageMap library = MessageMap.library("hl7v2", ZoneId.of("Europe/London"));

    private static V2Message read(String text) {
        return V2File.read(text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8), V2Limits.FILE)
                .getFirst();
    }

    private JsonNode only(JsonNode bundle, String type, int index) {
        int seen = 0;
        for (var entry : bundle.path("entry")) {
            if (entry.path("resource").path("resourceType").asString().equals(type)
                    && seen++ == index) {
                return entry.path("resource");
            }
        }
        throw new AssertionError("no " + type + " " + index);
    }

    @Test
    void aResultMessageBecomesReportsWithTheirResults() {
        var bundle = library.bundle(read(ORU), new Issues());

        var first = only(bundle, "DiagnosticReport", 0);
        assertThat(first.path("result")).hasSize(3);
        assertThat(first.path("status").asString()).isEqualTo("final");
        assertThat(only(bundle, "DiagnosticReport", 1).path("result")).hasSize(1);
        assertThat(first.path("subject").path("reference").asString())
                .isEqualTo("urn:uuid:" + only(bundle, "Patient", 0).path("id").asString());
    }

    @Test
    void theTypeOfAValueIsWhatTheSenderSays() {
        var bundle = library.bundle(read(ORU), new Issues());

        assertThat(only(bundle, "Observation", 0).path("valueQuantity").path("value").asInt())
                .isEqualTo(134);
        assertThat(
                        only(bundle, "Observation", 1)
                                .path("valueQuantity")
                                .path("comparator")
                                .asString())
                .isEqualTo("<");
        assertThat(
                        only(bundle, "Observation", 2)
                                .path("valueCodeableConcept")
                                .path("coding")
                                .path(0)
                                .path("system")
                                .asString())
                .isEqualTo("http://snomed.info/sct");
        assertThat(only(bundle, "Observation", 3).path("valueString").asString())
                .isEqualTo("haemolysed & clotted");
    }

    @Test
    void aNoteStaysWithTheResultItFollows() {
        var bundle = library.bundle(read(ORU), new Issues());

        assertThat(only(bundle, "Observation", 0).has("note")).isFalse();
        assertThat(only(bundle, "Observation", 2).path("note").path(0).path("text").asString())
                .isEqualTo("A&B lines\ntwo");
    }

    @Test
    void theNhsNumberIsReadWithoutItsBlanks() {
        var patient = only(library.bundle(read(ORU), new Issues()), "Patient", 0);

        assertThat(patient.path("identifier").toString())
                .contains(
                        "\"value\":\"9990000018\",\"system\":\"https://fhir.nhs.uk/Id/nhs-number\"");
    }

    @Test
    void theSameMessageGivesTheSameBytes() {
        assertThat(library.bundle(read(ORU), new Issues()).toString())
                .isEqualTo(library.bundle(read(ORU), new Issues()).toString());
    }

    @Test
    void everyReferenceOfABundleIsToAResourceInIt() {
        var bundle = library.bundle(read(ORU), new Issues());
        var all = bundle.toString();

        for (var reference : bundle.findValuesAsString("reference")) {
            assertThat(all).contains("\"fullUrl\":\"" + reference + "\"");
        }
    }

    @Test
    void anOrderIsNoReportAndNeedsNoSetId() {
        var results = ORU.replace("OBR|1|", "OBR||").replace("OBR|2|", "OBR||");
        var bundle = library.bundle(read(results), new Issues());
        assertThat(only(bundle, "DiagnosticReport", 1).path("result")).hasSize(1);

        var order = library.bundle(read(results.replace("ORU^R01", "ORM^O01")), new Issues());
        assertThat(only(order, "ServiceRequest", 1).path("intent").asString()).isEqualTo("order");
        assertThat(order.toString()).doesNotContain("\"DiagnosticReport\"");
    }

    @Test
    void anNhsNumberInTheFieldForTheAmericanNumberIsOne() {
        var moved =
                ORU.replace("~999 000 0018^^^NHS^NH", "")
                        .replace("|19700102|F", "|19700102|F|||||||||||999 000 0018");
        var patient = only(library.bundle(read(moved), new Issues()), "Patient", 0);

        assertThat(patient.path("identifier").toString())
                .contains("\"value\":\"9990000018\"")
                .doesNotContain("us-ssn");
    }

    @Test
    void aTrustWritesOnlyWhatDiffers() {
        var map =
                MessageMap.parse(
                        """
                        from: hl7v2
                        extends: hl7v2
                        tables:
                          gender: { F: other }
                        """,
                        "trust.map.yaml");

        assertThat(
                        only(map.bundle(read(ORU), new Issues()), "Patient", 0)
                                .path("gender")
                                .asString())
                .isEqualTo("other");
    }

    @Test
    void aCodeNobodyKnowsIsKeptAndCounted() {
        var issues = new Issues();
        var patient = only(library.bundle(read(ORU.replace("|F\n", "|Q\n")), issues), "Patient", 0);

        assertThat(patient.path("_gender").toString()).contains("\"valueString\":\"Q\"");
        assertThat(issues.count(IssueKind.CODE_UNMAPPED)).isPositive();
    }

    @Test
    void whatIsNoPathIsRefusedWithItsPlace() {
        assertThatThrownBy(() ->
                        MessageMap.parse(
                                """
                                from: hl7v2
                                resources:
                                  - to: Patient
                                    each: PID
                                    resource:
                                      gender: PID-0
                                """,
                                "x.map.yaml"))
                .isInstanceOf(DefinitionException.class)
                .hasMessageContaining("x.map.yaml:6:15")
                .hasMessageContaining("a number from 1");
    }
}
