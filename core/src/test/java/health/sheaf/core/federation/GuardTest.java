package health.sheaf.core.federation;

import static health.sheaf.core.federation.Json.GP;
import static health.sheaf.core.federation.Json.entry;
import static health.sheaf.core.federation.Json.observation;
import static health.sheaf.core.federation.Json.patient;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.Entry;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardTest {

    private static final String OURS = "9990004951";
    private static final String OTHERS = "9990000026";
    private static final PatientKey ASKED = new PatientKey.National(new NhsNumber(OURS));

    private final Guard guard = new Guard(Json.FHIR);

    @Test
    void anAnswerAboutThePatientPassesUntouched() {
        var entries = List.of(patient(GP, "1", OURS), observation(GP, "a", "1"));

        var passed = passed(entries);

        assertThat(passed.entries()).isEqualTo(entries);
        assertThat(passed.ownIds()).containsExactly("1");
        assertThat(passed.removed()).isZero();
    }

    @Test
    void nothingAtAllPassesAsNothing() {
        assertThat(passed(List.of()).entries()).isEmpty();
    }

    @Test
    void oneForeignResourceAmongTwoHundredRefusesTheWholeAnswer() {
        var entries = new ArrayList<Entry>();
        entries.add(patient(GP, "1", OURS));
        for (int i = 0; i < 199; i++) {
            entries.add(observation(GP, "o" + i, "1"));
        }
        entries.add(observation(GP, "foreign", "2"));

        assertThat(refused(entries)).isEqualTo("a Observation is about another patient");
    }

    @Test
    void aForeignResourceUnderAnIdThatCameBeforeIsRefusedToo() {
        var entries =
                List.of(
                        patient(GP, "1", OURS),
                        observation(GP, "o", "1"),
                        observation(GP, "o", "2"));

        assertThat(refused(entries)).isEqualTo("a Observation is about another patient");
    }

    @Test
    void whatComesTwiceAndIsOursIsKeptAsItCameFirst() {
        var first = observation(GP, "o", "1");
        var later =
                entry(
                        GP,
                        "{'resourceType':'Observation','id':'o','status':'amended','subject':{'reference':'Patient/1'}}");

        assertThat(passed(List.of(patient(GP, "1", OURS), first, later)).entries())
                .hasSize(2)
                .contains(first)
                .doesNotContain(later);
    }

    @Test
    void aPatientUnderTheRightIdButWithAnotherNumberIsRefused() {
        var local = new PatientKey.Local("1", new NhsNumber(OURS));

        var finding = guard.inspect(List.of(patient(GP, "1", OTHERS)), local);

        assertThat(finding).isInstanceOf(Guard.Finding.WrongPatient.class);
    }

    @Test
    void aPatientWithTwoCurrentNumbersIsRefused() {
        var entries =
                List.of(
                        entry(
                                GP,
                                """
                                {'resourceType':'Patient','id':'1','identifier':[
                                 {'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990004951'},
                                 {'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990000026'}]}\
                                """));

        assertThat(refused(entries)).isNotEmpty();
    }

    @Test
    void aSupersededNumberMarkedOldDoesNotRefuse() {
        var entries =
                List.of(
                        entry(
                                GP,
                                """
                                {'resourceType':'Patient','id':'1','identifier':[
                                 {'system':'https://fhir.nhs.uk/Id/nhs-number','value':'999 000 4951'},
                                 {'use':'old','system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990000026'}]}\
                                """));

        assertThat(passed(entries).ownIds()).containsExactly("1");
    }

    @Test
    void aNumberThatIsNoStringIsNoNhsNumber() {
        for (var value : new String[] {OURS, "['" + OURS + "']", "{'x':'" + OURS + "'}", "true"}) {
            var patient =
                    entry(
                            GP,
                            "{'resourceType':'Patient','id':'1','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':%s}]}"
                                    .formatted(value));

            assertThat(refused(List.of(patient)))
                    .isEqualTo("the answer holds no patient with the number asked for");
        }
    }

    @Test
    void anAnswerWithoutAnyPatientCannotBeTrusted() {
        assertThat(refused(List.of(observation(GP, "a", "1"))))
                .isEqualTo("the answer holds no patient with the number asked for");
    }

    @Test
    void aContainedResourceAboutSomebodyElseRefusesTheAnswer() {
        var entries =
                List.of(
                        patient(GP, "1", OURS),
                        entry(
                                GP,
                                """
                                {'resourceType':'DiagnosticReport','id':'r','subject':{'reference':'Patient/1'},
                                 'contained':[{'resourceType':'Observation','id':'c','subject':{'reference':'Patient/2'}}]}\
                                """));

        assertThat(refused(entries)).contains("contains a resource about another patient");
    }

    @Test
    void aContainedSubjectIsBelievedOnlyWithTheNumber() {
        var report =
                """
                {'resourceType':'DiagnosticReport','id':'r','subject':{'reference':'#p'},
                 'contained':[{'resourceType':'Patient','id':'p','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'%s'}]}]}\
                """;
        var own = patient(GP, "1", OURS);

        assertThat(passed(List.of(own, entry(GP, report.formatted(OURS)))).entries()).hasSize(2);
        assertThat(refused(List.of(own, entry(GP, report.formatted(OTHERS))))).isNotEmpty();
    }

    @Test
    void aSubjectNamedByAnotherNhsNumberIsRefused() {
        var entries =
                List.of(
                        patient(GP, "1", OURS),
                        entry(
                                GP,
                                """
                                {'resourceType':'Condition','id':'c','subject':{'identifier':
                                 {'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990000026'}}}\
                                """));

        assertThat(refused(entries)).isNotEmpty();
    }

    @Test
    void provenanceOfSomebodyElseIsRefused() {
        var entries =
                List.of(
                        patient(GP, "1", OURS),
                        entry(
                                GP,
                                "{'resourceType':'Provenance','id':'p','target':[{'reference':'Patient/2'}]}"));

        assertThat(refused(entries)).isNotEmpty();
    }

    @Test
    void aLinkedPatientIsTakenOutAndCounted() {
        var own =
                entry(
                        GP,
                        """
                        {'resourceType':'Patient','id':'1','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990004951'}],
                         'link':[{'other':{'reference':'Patient/2'},'type':'seealso'}]}\
                        """);

        var passed = passed(List.of(own, patient(GP, "2", OTHERS), observation(GP, "a", "1")));

        assertThat(passed.removed()).isEqualTo(2);
        assertThat(passed.entries()).hasSize(2);
        assertThat(passed.entries().getFirst().resource().references()).isEmpty();
    }

    @Test
    void anotherParticipantOfAGroupAppointmentIsTakenOut() {
        var group =
                entry(
                        GP,
                        """
                        {'resourceType':'Appointment','id':'x','participant':[
                         {'actor':{'reference':'Patient/1'}},{'actor':{'reference':'Patient/2'}}]}\
                        """);

        var passed = passed(List.of(patient(GP, "1", OURS), group));

        assertThat(passed.removed()).isEqualTo(1);
        assertThat(passed.entries().getLast().resource().references()).containsExactly("Patient/1");
    }

    @Test
    void anAppointmentWithoutThePatientIsRefused() {
        var other =
                entry(
                        GP,
                        "{'resourceType':'Appointment','id':'x','participant':[{'actor':{'reference':'Patient/2'}}]}");

        assertThat(refused(List.of(patient(GP, "1", OURS), other))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient/1",
                "Patient/1/_history/3",
                "http://gp.example/fhir/Patient/1",
                "http://gp.example/fhir/Patient/1/_history/2"
            })
    void everyWayToWriteTheOwnReferencePasses(String reference) {
        var entries =
                List.of(
                        patient(GP, "1", OURS),
                        entry(
                                GP,
                                "{'resourceType':'Condition','id':'c','subject':{'reference':'%s'}}"
                                        .formatted(reference)));

        assertThat(passed(entries).entries()).hasSize(2);
    }

    @Test
    void supportingResourcesStayOnlyWhereSomethingRefersToThem() {
        var entries =
                List.of(
                        patient(GP, "1", OURS),
                        entry(
                                GP,
                                """
                                {'resourceType':'Encounter','id':'e','subject':{'reference':'Patient/1'},
                                 'serviceProvider':{'reference':'Organization/org'}}\
                                """),
                        entry(
                                GP,
                                "{'resourceType':'Organization','id':'org','partOf':{'reference':'Organization/parent'}}"),
                        entry(GP, "{'resourceType':'Organization','id':'parent'}"),
                        entry(GP, "{'resourceType':'Organization','id':'stray'}"),
                        entry(GP, "{'resourceType':'Device','id':'unowned'}"));

        assertThat(passed(entries).entries())
                .extracting(kept -> kept.origin().nativeId())
                .containsExactly("1", "e", "org", "parent");
    }

    private Guard.Finding.Passed passed(List<Entry> entries) {
        var finding = guard.inspect(entries, ASKED);
        assertThat(finding).isInstanceOf(Guard.Finding.Passed.class);
        return (Guard.Finding.Passed) finding;
    }

    private String refused(List<Entry> entries) {
        var finding = guard.inspect(entries, ASKED);
        assertThat(finding).isInstanceOf(Guard.Finding.WrongPatient.class);
        return ((Guard.Finding.WrongPatient) finding).kind();
    }
}
