package health.sheaf.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.mapping.edifact.EdifactLimits;
import health.sheaf.mapping.edifact.EdifactReader;
import health.sheaf.spi.DefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class EdifactBundlesTest {

    /** Two specimens; a battery with a member; a result whose specimen number nobody has. */
    private static final String REPORT =
            """
            UNB+UNOC:3+LAB:80+GP:80+261122:0930+7++MEDRPT++1'
            UNH+1+MEDRPT:0:1:RT:NHS003'
            S01+01'
            NAD+PO+G9999999:900++DR TEST'
            SPR+PRO'
            S01+01'
            NAD+SLA+++Haem?:atology:Two'
            SPR+ORG'
            S02+02'
            RFF+SRI:R1'
            STS++PR'
            S07+07'
            PNA+PAT+9990004951:OPI+++SU:TEST+FO:ANNE+TI:MRS+MI:JANE'
            DTM+329:19500201:102'
            PDI+2'
            S16+16'
            SEQ++1'
            RFF+STI:BLOOD1'
            S16+16'
            SEQ++2'
            RFF+STI:URINE2'
            GIS+N'
            INV+MQ+424..:911::Full blood count'
            SEQ++1'
            RFF+ASL:2'
            GIS+N'
            INV+MQ+423..:911::Haemoglobin'
            RSL+NV+13.10:7++:::g/dL+LO'
            STS++FI'
            FTX+SPC+++one:two'
            FTX+RIT+++three'
            RFF+ARL:1'
            S20+20'
            RND+U+11.5+16.5'
            FTX+RPD+++Women'
            S20+20'
            RND+U+13.0'
            GIS+N'
            INV+MQ+368481000000103:921::FOB'
            RSL+CV+::375211000000108:921::Normal'
            RFF+ASL:9'
            UNT+40+1'
            UNZ+1+7'
            """;

    @Test
    void aResultIsOfTheSpecimenAndTheBatteryItsNumbersPointAt() {
        var bundle = bundle(REPORT);
        var battery = observation(bundle, "424..");
        var member = observation(bundle, "423..");

        assertThat(battery.at("/hasMember")).hasSize(1);
        assertThat(battery.at("/hasMember/0/reference").asString()).endsWith(id(member));
        assertThat(specimenOf(bundle, battery)).isEqualTo("URINE2");
        assertThat(specimenOf(bundle, member)).isEqualTo("URINE2");
    }

    @Test
    void aNumberNobodyHasIsNotGuessed() {
        var alone = observation(bundle(REPORT), "368481000000103");

        assertThat(alone.has("specimen")).isFalse();
        assertThat(alone.has("hasMember")).isFalse();
    }

    @Test
    void aValueKeepsItsDigitsItsComparatorAndItsUnit() {
        var value = observation(bundle(REPORT), "423..").path("valueQuantity");

        assertThat(value.path("value").decimalValue()).hasToString("13.10");
        assertThat(value.path("comparator").asString()).isEqualTo("<");
        assertThat(value.path("unit").asString()).isEqualTo("g/dL");
    }

    @Test
    void aCodedResultIsACodingOfItsList() {
        var value = observation(bundle(REPORT), "368481000000103");

        assertThat(value.at("/valueCodeableConcept/coding/0/system").asString())
                .isEqualTo("http://snomed.info/sct");
        assertThat(value.at("/valueCodeableConcept/coding/0/code").asString())
                .isEqualTo("375211000000108");
    }

    @Test
    void whatAResultDoesNotSayIsNotSaidByItsNeighbours() {
        var bundle = bundle(REPORT);

        assertThat(observation(bundle, "424..").path("status").asString()).isEqualTo("unknown");
        assertThat(observation(bundle, "424..").has("referenceRange")).isFalse();
        assertThat(observation(bundle, "423..").path("status").asString()).isEqualTo("final");
        assertThat(observation(bundle, "423..").at("/referenceRange")).hasSize(2);
    }

    @Test
    void wordsOfSeveralSegmentsAreLinesOfOneNote() {
        var member = observation(bundle(REPORT), "423..");

        assertThat(member.at("/note/0/text").asString()).isEqualTo("one two\nthree");
        assertThat(member.at("/referenceRange/0/text").asString()).isEqualTo("Women");
    }

    @Test
    void namesAreFoundByTheirQualifierInAnyOrder() {
        var patient = of(bundle(REPORT), "Patient").getFirst();

        assertThat(patient.at("/name/0/family").asString()).isEqualTo("TEST");
        assertThat(patient.at("/name/0/given/0").asString()).isEqualTo("ANNE");
        assertThat(patient.at("/name/0/given/1").asString()).isEqualTo("JANE");
        assertThat(patient.at("/name/0/prefix/0").asString()).isEqualTo("MRS");
        assertThat(patient.at("/identifier/0/value").asString()).isEqualTo("9990004951");
    }

    @Test
    void aNumberThatIsNoNhsNumberIsCountedAndNotWritten() {
        var issues = new Issues();
        var bundle = bundle(REPORT.replace("9990004951", "9990004952"), issues);

        assertThat(of(bundle, "Patient").getFirst().has("identifier")).isFalse();
        assertThat(issues.count(IssueKind.VALUE_UNREADABLE)).isPositive();
    }

    @Test
    void everyReferenceIsToAResourceOfTheBundle() {
        var bundle = bundle(REPORT);
        var known = new ArrayList<String>();
        bundle.path("entry").forEach(entry -> known.add(entry.path("fullUrl").asString()));

        assertThat(bundle.findValuesAsString("reference")).isNotEmpty().allMatch(known::contains);
    }

    @Test
    void theSameBytesGiveTheSameBundleAndOthersOtherIds() {
        assertThat(bundle(REPORT)).isEqualTo(bundle(REPORT));
        assertThat(id(of(bundle(REPORT), "Patient").getFirst()))
                .isNotEqualTo(id(of(bundle(REPORT.replace("ANNE", "ANNA")), "Patient").getFirst()));
    }

    @Test
    void anAcknowledgementGivesNothing() {
        var ack = "UNH+1+NHSACK:D:1:NH:NHS001'BGM+AKR'UNT+3+1'";

        assertThat(bundle(ack).path("entry")).isEmpty();
    }

    @Test
    void aPathThatIsNoneIsAnErrorWithItsPlace() {
        for (var path : List.of("NAD+SLA.0.x", "S16.1", "NAD.0", "FTX[SPC]", "nad.1")) {
            assertThatThrownBy(() -> MessageMap.parse(map(path), "a.map.yaml"))
                    .as(path)
                    .isInstanceOf(DefinitionException.class)
                    .hasMessageStartingWith("a.map.yaml:7:");
        }
    }

    private static String map(String path) {
        return "from: edifact\nresources:\n  - to: Organization\n    each: MESSAGE\n"
                + "    resource:\n      active: 'true'\n      name: "
                + path
                + "\n";
    }

    private static ObjectNode bundle(String text) {
        return bundle(text, new Issues());
    }

    private static ObjectNode bundle(String text, Issues issues) {
        var interchange =
                new EdifactReader(EdifactLimits.USUAL)
                        .read(text.getBytes(StandardCharsets.ISO_8859_1));
        return EdifactBundles.library()
                .bundle(interchange, interchange.messages().getFirst(), issues);
    }

    private static String specimenOf(JsonNode bundle, JsonNode observation) {
        var wanted = observation.at("/specimen/reference").asString();
        return of(bundle, "Specimen").stream()
                .filter(one -> wanted.endsWith(id(one)))
                .findFirst()
                .orElseThrow()
                .at("/accessionIdentifier/value")
                .asString();
    }

    private static JsonNode observation(JsonNode bundle, String code) {
        return of(bundle, "Observation").stream()
                .filter(one -> one.at("/code/coding/0/code").asString().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> of(JsonNode bundle, String type) {
        var found = new ArrayList<JsonNode>();
        for (var entry : bundle.path("entry")) {
            if (entry.at("/resource/resourceType").asString().equals(type)) {
                found.add(entry.path("resource"));
            }
        }
        return found;
    }

    private static String id(JsonNode resource) {
        return resource.path("id").asString();
    }
}
