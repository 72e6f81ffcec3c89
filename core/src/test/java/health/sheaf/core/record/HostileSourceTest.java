package health.sheaf.core.record;

import static health.sheaf.core.federation.Faults.fault;
import static health.sheaf.core.federation.Faults.source;
import static health.sheaf.core.federation.Json.EPR;
import static health.sheaf.core.federation.Json.GP;
import static health.sheaf.core.federation.Json.entry;
import static health.sheaf.core.federation.Json.observation;
import static health.sheaf.core.federation.Json.patient;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.core.federation.FakeConnector;
import health.sheaf.core.federation.Verdict;
import health.sheaf.core.identity.Link;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source can put into a well-formed answer, and what becomes of the record. */
final class HostileSourceTest {

    private static final String OURS = Platform.NUMBER.value();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../Practitioner/2?x",
                "Practitioner/2?x",
                "Practitioner/..",
                "//evil.example/Practitioner/1",
                "Practitioner/1;2#3",
                "Practitioner/NAME"
            })
    void aPathInAReferenceLeavesAsAnIdOfOurs(String reference) {
        var record = everything(new Platform(source(GP, performedBy(reference))));

        assertThat(verdict(record, GP)).isEqualTo(Verdict.ANSWERED);
        assertThat(performer(record)).matches("Practitioner/[a-z2-7]{34,64}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../Patient/2?x", "Patient/2?x", "Patient/1?x", "Patient/1;2"})
    void aSubjectThatIsAPathIsSomebodyElse(String reference) {
        var other =
                entry(
                        GP,
                        "{'resourceType':'Observation','id':'o','subject':{'reference':'%s'}}"
                                .formatted(reference));
        var record =
                everything(
                        new Platform(
                                source(
                                        GP,
                                        FakeConnector.with(
                                                List.of(patient(GP, "1", OURS), other)))));

        assertThat(verdict(record, GP)).isEqualTo(Verdict.BAD_DATA);
        assertThat(record.ledger().line(GP).orElseThrow().code())
                .isEqualTo(FaultCode.WRONG_PATIENT);
        assertThat(record.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Präsident/1", "urn:uuid:1", "http://evil.example/Practitioner/1", "#x"})
    void aReferenceThatIsNoneOfTheSourceStaysAsItStands(String reference) {
        var record = everything(new Platform(source(GP, performedBy(reference)), well(EPR)));

        assertThat(performer(record)).isEqualTo(reference);
        assertThat(verdict(record, EPR)).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void aReferenceWithoutEndDoesNotCostTheRecord() {
        var endless = "Practitioner/" + "9".repeat(1_000_000);

        var record = everything(new Platform(source(GP, performedBy(endless)), well(EPR)));

        assertThat(performer(record)).isEqualTo(endless);
        assertThat(verdict(record, GP)).isEqualTo(Verdict.ANSWERED);
        assertThat(verdict(record, EPR)).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void containedResourcesThatReferToEachOtherAreReadOnce() {
        var circle =
                entry(
                        GP,
                        """
                        {'resourceType':'Observation','id':'o','subject':{'reference':'Patient/1'},
                         'contained':[{'resourceType':'Basic','id':'a','x':{'reference':'#b'}},{'resourceType':'Basic','id':'b','x':{'reference':'#a'}}],
                         'hasMember':[{'reference':'Observation/o'}]}\
                        """);
        var record =
                everything(
                        new Platform(
                                source(
                                        GP,
                                        FakeConnector.with(
                                                List.of(patient(GP, "1", OURS), circle)))));

        // The Patient as the record has it, and as the source has it; and the circle once.
        assertThat(record.entries()).hasSize(3);
    }

    @Test
    void organisationsThatArePartOfEachOtherWithoutEndAreFollowedOnceEach() {
        var entries = new ArrayList<Entry>();
        entries.add(patient(GP, "1", OURS));
        entries.add(
                entry(
                        GP,
                        """
                        {'resourceType':'Encounter','id':'e','subject':{'reference':'Patient/1'},
                         'serviceProvider':{'reference':'Organization/n0'}}\
                        """));
        int depth = 10_000;
        for (int i = 0; i < depth; i++) {
            entries.add(
                    entry(
                            GP,
                            "{'resourceType':'Organization','id':'n%d','partOf':{'reference':'Organization/n%d'}}"
                                    .formatted(i, (i + 1) % depth)));
        }

        var record = everything(new Platform(source(GP, FakeConnector.with(entries))));

        assertThat(record.entries().size()).isEqualTo(depth + 3);
    }

    @Test
    void aLocalKeyThatDiedInAMergeIsReplacedByTheNumber() {
        var keys = new ArrayList<PatientKey>();
        var connector =
                FakeConnector.answering(request -> {
                    keys.add(request.patient());
                    return request.patient() instanceof PatientKey.Local
                            ? FetchResult.failed(
                                    request.sections(), fault(FaultCode.PATIENT_NOT_KNOWN))
                            : new FetchResult(
                                    Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(1)),
                                    List.of(patient(GP, "survivor", OURS)),
                                    Remainder.none(),
                                    new Freshness.Live());
                });
        var platform = new Platform(source(GP, connector));
        platform.learn(GP, "merged-away");

        var record = everything(platform);

        assertThat(keys)
                .containsExactly(
                        new PatientKey.Local("merged-away", Platform.NUMBER),
                        new PatientKey.National(Platform.NUMBER));
        assertThat(verdict(record, GP)).isEqualTo(Verdict.ANSWERED);
        assertThat(platform.links).extracting(Link::localId).contains("survivor");
    }

    @Test
    void aResourceWhoseSourceIsSilentIsNotSaidToBeMissing() {
        var platform =
                new Platform(source(GP, FakeConnector.failing(fault(FaultCode.CONNECT_FAILED))));

        var answer =
                platform.records.readResource(
                        Platform.clinician(), "Observation", platform.idOf(GP, "Observation", "o"));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        RecordAnswer.SourceSilent.class,
                        silent ->
                                assertThat(silent.fault().code())
                                        .isEqualTo(FaultCode.CONNECT_FAILED));
        assertThat(platform.journal)
                .singleElement()
                .asString()
                .contains("\"kind\":\"refused\"", "riverside-gp", "SHF-SRC-201");
    }

    private static FakeConnector performedBy(String reference) {
        return FakeConnector.with(
                List.of(
                        patient(GP, "1", OURS),
                        entry(
                                GP,
                                "{'resourceType':'Observation','id':'o','subject':{'reference':'Patient/1'},'performer':[{'reference':'%s'}]}"
                                        .formatted(reference))));
    }

    private static health.sheaf.core.federation.Source well(SourceId id) {
        return source(
                id, FakeConnector.with(List.of(patient(id, "1", OURS), observation(id, "o", "1"))));
    }

    private static String performer(PatientRecord record) {
        return record.entries().stream()
                .flatMap(entry -> entry.resource().values("performer.reference").stream())
                .findFirst()
                .orElseThrow();
    }

    private static PatientRecord everything(Platform platform) {
        var answer =
                platform.records.read(
                        Platform.clinician(), platform.person.id(), RecordQuestion.everything());
        assertThat(answer).isInstanceOf(RecordAnswer.Answered.class);
        var record = ((RecordAnswer.Answered) answer).emission().payload();
        for (var entry : record.entries()) {
            var json = new String(entry.resource().toBytes(), StandardCharsets.UTF_8);
            assertThat(json).doesNotContain("Patient/2");
        }
        return record;
    }

    private static Verdict verdict(PatientRecord record, SourceId source) {
        return record.ledger().line(source).orElseThrow().verdict();
    }
}
