package health.sheaf.core.merge;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.core.federation.Json;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.Entry;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefutedConflictsTest {

    private static final String CODED =
            "'coding':[{'system':'http://snomed.info/sct','code':'91936005'}]";
    private static final Person PERSON =
            new Person(new PersonId("a".repeat(26)), new NhsNumber("9990004951"), Restriction.NONE);

    private final Merge merge =
            new Merge(
                    new ResourceIds(new byte[ResourceIds.KEY_LENGTH], List.of(Json.GP, Json.EPR)),
                    Json.FHIR);

    private Merge.Merged merged(List<Entry> entries) {
        return merge.merge(
                PERSON, entries, Map.of(Json.GP, Set.of("1"), Json.EPR, Set.of("1")), id -> 0);
    }

    private static Entry allergy(SourceId source, String id, String code, String statuses) {
        return Json.entry(
                source,
                "{'resourceType':'AllergyIntolerance','id':'%s','patient':{'reference':'Patient/1'},'code':{%s}%s}"
                        .formatted(id, code, statuses));
    }

    private static String verified(String code) {
        return ",'verificationStatus':{'coding':[{'code':'" + code + "'}]}";
    }

    private static String clinical(String code) {
        return ",'clinicalStatus':{'coding':[{'code':'" + code + "'}]}";
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    refuted, refuted by
                    entered-in-error, taken back as entered in error by
                    """)
    void anAllergyThatOneHoldsAndAnotherDeniesIsAConflictNamingBoth(String status, String words) {
        var result =
                merged(
                        List.of(
                                allergy(
                                        Json.GP,
                                        "g",
                                        CODED,
                                        clinical("active") + verified("confirmed")),
                                allergy(Json.EPR, "e", CODED, verified(status))));

        assertThat(result.conflicts()).hasSize(1);
        assertThat(result.entries()).hasSize(2);
        var conflict = result.conflicts().getFirst();
        assertThat(conflict)
                .contains("riverside-gp", "infirmary-epr", words)
                .doesNotContain("91936005");
        // Each is named as the reader finds it.
        assertThat(result.entries())
                .allSatisfy(
                        entry -> assertThat(conflict).contains("AllergyIntolerance/" + entry.id()));
    }

    @Test
    void theSameWordsAreTheSameAllergyWhateverTheirCase() {
        assertThat(
                        merged(
                                        List.of(
                                                allergy(Json.GP, "g", "'text':'Penicillin '", ""),
                                                allergy(
                                                        Json.EPR,
                                                        "e",
                                                        "'text':'PENICILLIN'",
                                                        verified("refuted"))))
                                .conflicts())
                .hasSize(1);
        assertThat(
                        merged(
                                        List.of(
                                                allergy(
                                                        Json.GP,
                                                        "g",
                                                        "'coding':[{'system':'urn:local','code':'PEN','display':'Penicillin'}]",
                                                        ""),
                                                allergy(
                                                        Json.EPR,
                                                        "e",
                                                        CODED + ",'text':'penicillin'",
                                                        verified("refuted"))))
                                .conflicts())
                .hasSize(1);
    }

    @Test
    void whatNobodyElseHoldsIsNoConflict() {
        var refuted = allergy(Json.EPR, "e", CODED, verified("refuted"));

        assertThat(merged(List.of(refuted)).conflicts()).isEmpty();
        assertThat(
                        merged(
                                        List.of(
                                                refuted,
                                                allergy(
                                                        Json.GP,
                                                        "g",
                                                        "'coding':[{'system':'urn:other','code':'91936005'}]",
                                                        "")))
                                .conflicts())
                .as("the same code in another system")
                .isEmpty();
        assertThat(
                        merged(
                                        List.of(
                                                refuted,
                                                allergy(Json.EPR, "e2", CODED, ""),
                                                allergy(Json.GP, "g", CODED, clinical("resolved"))))
                                .conflicts())
                .as("the same source, and one that no longer holds it")
                .isEmpty();
        assertThat(
                        merged(
                                        List.of(
                                                allergy(Json.EPR, "e", "", verified("refuted")),
                                                allergy(Json.GP, "g", "", "")))
                                .conflicts())
                .as("nothing says what they are about")
                .isEmpty();
    }

    @Test
    void theOrderInWhichEntriesCameChangesNothing() {
        var entries =
                new ArrayList<>(
                        List.of(
                                allergy(Json.GP, "g1", CODED, ""),
                                allergy(Json.GP, "g2", CODED, clinical("active")),
                                allergy(Json.EPR, "e1", CODED, verified("refuted")),
                                allergy(Json.EPR, "e2", CODED, verified("entered-in-error")),
                                allergy(Json.EPR, "e3", "'text':'Latex'", verified("refuted")),
                                allergy(Json.GP, "g3", "'text':'latex'", "")));
        var first = merged(entries).conflicts();
        assertThat(first).hasSize(3);
        var random = new Random(20261122);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(entries, random);
            assertThat(merged(entries).conflicts()).isEqualTo(first);
        }
    }

    @Test
    void aFloodOfDenialsIsCountedAndNotListed() {
        var entries = new ArrayList<Entry>();
        entries.add(allergy(Json.GP, "g", CODED, ""));
        for (int i = 0; i < 60; i++) {
            entries.add(allergy(Json.EPR, "e" + i, CODED, verified("refuted")));
        }

        assertThat(merged(entries).conflicts()).hasSize(51).last().asString().contains("10 more");
    }
}
