package health.sheaf.core.record;

import static health.sheaf.core.federation.Faults.fault;
import static health.sheaf.core.federation.Faults.source;
import static health.sheaf.core.federation.Json.EPR;
import static health.sheaf.core.federation.Json.GP;
import static health.sheaf.core.federation.Json.entry;
import static health.sheaf.core.federation.Json.patient;
import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.core.federation.FakeConnector;
import health.sheaf.core.federation.NoneStatement;
import health.sheaf.core.federation.Verdict;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.MaintenanceWindow;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** "None" is said only where somebody recorded it, and alone only where every owner answered. */
final class NoneStatementTest {

    private static final String OURS = Platform.NUMBER.value();
    private static final String NO_KNOWN_ALLERGY =
            """
            {'resourceType':'AllergyIntolerance','id':'nka','patient':{'reference':'Patient/1'},'recordedDate':'2025-05-01',
             'verificationStatus':{'coding':[{'code':'confirmed'}]},
             'code':{'coding':[{'system':'http://snomed.info/sct','code':'716186003','display':'No known allergy'}]}}\
            """;
    private static final String PENICILLIN =
            """
            {'resourceType':'AllergyIntolerance','id':'pen','patient':{'reference':'Patient/1'},
             'code':{'coding':[{'system':'http://snomed.info/sct','code':'91936005','display':'Allergy to penicillin'}]}}\
            """;

    @Test
    void noneStandsAloneOnlyWhereEveryOwnerAnswered() {
        var platform = new Platform(allergies(GP, NO_KNOWN_ALLERGY), allergies(EPR));

        var statement = NoneStatement.of(everything(platform).ledger(), Section.ALLERGIES);

        assertThat(statement)
                .isInstanceOfSatisfying(
                        NoneStatement.AssertedNone.class,
                        none -> assertThat(none.silent()).isEmpty());
        assertThat(statement.words(Section.ALLERGIES))
                .isEqualTo("“No known allergy” recorded by The riverside-gp on 2025-05-01.");
    }

    @Test
    void withoutAnAssertionNothingIsNotNone() {
        var platform = new Platform(allergies(GP), allergies(EPR));

        var statement = NoneStatement.of(everything(platform).ledger(), Section.ALLERGIES);

        assertThat(statement).isInstanceOf(NoneStatement.NotRecorded.class);
        assertThat(statement.words(Section.ALLERGIES)).startsWith("Allergies: not recorded");
    }

    @Test
    void aSystemThatKeepsNothingOfTheQuestionHasNotAnsweredIt() {
        var pas =
                source(
                        EPR,
                        FakeConnector.with(List.of(patient(EPR, "2", OURS))),
                        Section.DEMOGRAPHICS);
        var platform = new Platform(allergies(GP), pas);

        var ledger = allergiesOf(platform).ledger();

        assertThat(ledger.line(EPR).orElseThrow().verdict()).isEqualTo(Verdict.NOT_ASKED);
        assertThat(ledger.isComplete()).as("nothing is missing").isTrue();
        assertThat(NoneStatement.of(ledger, Section.ALLERGIES))
                .isInstanceOf(NoneStatement.NotRecorded.class);
    }

    @Test
    void thatSuchASystemDidNotSayWhoThePatientIsIsSaid() {
        var pas =
                source(
                        EPR,
                        FakeConnector.failing(fault(FaultCode.CONNECT_FAILED)),
                        Section.DEMOGRAPHICS);
        var platform = new Platform(allergies(GP), pas);

        var ledger = allergiesOf(platform).ledger();

        assertThat(ledger.line(EPR).orElseThrow().verdict()).isEqualTo(Verdict.UNREACHABLE);
        assertThat(ledger.isComplete()).isFalse();
    }

    @Test
    void aSystemThatDoesNotSayWhatItHoldsAndRestsMayHoldThem() {
        var resting =
                source(
                        EPR,
                        FakeConnector.with(List.of(patient(EPR, "2", OURS))),
                        SourceLimits.DEFAULT,
                        List.of(
                                new MaintenanceWindow(
                                        EnumSet.allOf(DayOfWeek.class),
                                        LocalTime.MIN,
                                        LocalTime.MAX,
                                        ZoneOffset.UTC)));
        var platform = new Platform(allergies(GP, NO_KNOWN_ALLERGY), resting);

        assertThat(NoneStatement.of(everything(platform).ledger(), Section.ALLERGIES))
                .isInstanceOfSatisfying(
                        NoneStatement.AssertedNone.class,
                        none -> assertThat(none.silent()).hasSize(1));
    }

    @Test
    void aRealAllergyElsewhereOutweighsNoneAndTheConflictIsSaid() {
        var platform =
                new Platform(
                        allergies(GP, NO_KNOWN_ALLERGY),
                        allergies(EPR, PENICILLIN.replace("Patient/1", "Patient/1")));

        var record = everything(platform);

        assertThat(NoneStatement.of(record.ledger(), Section.ALLERGIES))
                .isInstanceOf(NoneStatement.Recorded.class);
        assertThat(record.conflicts())
                .contains(
                        "allergies: recorded as none by riverside-gp, but infirmary-epr has entries.");
    }

    @ParameterizedTest
    @EnumSource(FaultCode.class)
    void aSilentOwnerMakesAllergiesUnknownWhateverItsFault(FaultCode code) {
        var platform =
                new Platform(
                        allergies(GP),
                        source(EPR, FakeConnector.failing(fault(code)), Section.ALLERGIES));

        var record = everything(platform);
        var statement = NoneStatement.of(record.ledger(), Section.ALLERGIES);

        if (code == FaultCode.PATIENT_NOT_KNOWN) {
            // That is an answer: it has no record of the patient.
            assertThat(statement).isInstanceOf(NoneStatement.NotRecorded.class);
        } else {
            assertThat(statement).isInstanceOf(NoneStatement.Unknown.class);
            assertThat(statement.words(Section.ALLERGIES)).contains("The infirmary-epr");
        }
    }

    @Test
    void anAssertionWithASilentOwnerNamesTheOwner() {
        var platform =
                new Platform(
                        allergies(GP, NO_KNOWN_ALLERGY),
                        source(
                                EPR,
                                FakeConnector.failing(fault(FaultCode.TIMED_OUT)),
                                Section.ALLERGIES));

        var words =
                NoneStatement.of(everything(platform).ledger(), Section.ALLERGIES)
                        .words(Section.ALLERGIES);

        assertThat(words)
                .contains("No known allergy", "But The infirmary-epr (timed-out) did not answer");
    }

    @Test
    void aTruncatedOrStaleOwnerNeverLetsNoneStandAlone() {
        var truncated =
                FakeConnector.answering(request ->
                        new FetchResult(
                                Map.of(
                                        Section.ALLERGIES,
                                        new Outcome.Partial(0, fault(FaultCode.INCOMPLETE_PAGES)),
                                        Section.DEMOGRAPHICS,
                                        new Outcome.Complete(1)),
                                List.of(patient(EPR, "1", OURS)),
                                Remainder.none(),
                                new Freshness.Live()));
        var stale =
                FakeConnector.answering(request ->
                        new FetchResult(
                                Map.of(
                                        Section.ALLERGIES,
                                        new Outcome.Complete(0),
                                        Section.DEMOGRAPHICS,
                                        new Outcome.Complete(1)),
                                List.of(patient(EPR, "1", OURS)),
                                Remainder.none(),
                                new Freshness.AsOf(
                                        health.sheaf.core.federation.Json.NOW.minusSeconds(7200))));

        var ofTruncated =
                everything(
                        new Platform(
                                allergies(GP, NO_KNOWN_ALLERGY),
                                source(EPR, truncated, Section.ALLERGIES)));
        var ofStale =
                everything(
                        new Platform(
                                allergies(GP, NO_KNOWN_ALLERGY),
                                source(EPR, stale, Section.ALLERGIES)));

        assertThat(verdict(ofTruncated, EPR)).isEqualTo(Verdict.TRUNCATED);
        assertThat(
                        NoneStatement.of(ofTruncated.ledger(), Section.ALLERGIES)
                                .words(Section.ALLERGIES))
                .contains("(truncated) did not answer completely");
        assertThat(verdict(ofStale, EPR)).isEqualTo(Verdict.STALE);
        assertThat(ofStale.ledger().line(EPR).orElseThrow().age()).isEqualTo(Duration.ofHours(2));
        assertThat(NoneStatement.of(ofStale.ledger(), Section.ALLERGIES).words(Section.ALLERGIES))
                .contains("(stale) did not answer completely");
    }

    private static health.sheaf.core.federation.Source allergies(SourceId id, String... allergies) {
        var entries = new ArrayList<Entry>();
        entries.add(patient(id, "1", OURS));
        for (var allergy : allergies) {
            entries.add(entry(id, allergy));
        }
        return source(id, FakeConnector.with(entries), Section.ALLERGIES);
    }

    private static PatientRecord allergiesOf(Platform platform) {
        return read(
                platform, new RecordQuestion(Set.of("AllergyIntolerance"), List.of(), "search"));
    }

    private static PatientRecord everything(Platform platform) {
        return read(platform, RecordQuestion.everything());
    }

    private static PatientRecord read(Platform platform, RecordQuestion question) {
        var answer = platform.records.read(Platform.clinician(), platform.person.id(), question);
        assertThat(answer).isInstanceOf(RecordAnswer.Answered.class);
        return ((RecordAnswer.Answered) answer).emission().payload();
    }

    private static Verdict verdict(PatientRecord record, SourceId source) {
        return record.ledger().line(source).orElseThrow().verdict();
    }
}
