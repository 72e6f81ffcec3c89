package health.sheaf.core.record;

import static health.sheaf.core.federation.Faults.fault;
import static health.sheaf.core.federation.Faults.source;
import static health.sheaf.core.federation.Json.EPR;
import static health.sheaf.core.federation.Json.GP;
import static health.sheaf.core.federation.Json.entry;
import static health.sheaf.core.federation.Json.observation;
import static health.sheaf.core.federation.Json.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.core.audit.AuditUnavailableException;
import health.sheaf.core.audit.Emission;
import health.sheaf.core.federation.FakeConnector;
import health.sheaf.core.federation.Verdict;
import health.sheaf.core.identity.PersonId;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Freshness;
import health.sheaf.spi.Origin;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Remainder;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PatientRecordsTest {

    private static final String OURS = Platform.NUMBER.value();

    @Test
    void aRecordHoldsTheEntriesOfAllSourcesWithTheirOrigins() {
        var platform = new Platform(answering(GP, "gp1"), answering(EPR, "e1"));

        var record = everything(platform);

        assertThat(record.entries().getFirst().id()).isEqualTo(platform.person.id().value());
        assertThat(record.entries()).hasSize(5);
        assertThat(
                        record.entries().stream()
                                .flatMap(e -> Optional.ofNullable(e.origin()).stream())
                                .map(Origin::source))
                .containsOnly(GP, EPR);
        assertThat(record.ledger().isComplete()).isTrue();
    }

    @Test
    void noReferenceOrIdOfASourceIsHandedOut() {
        var platform = new Platform(answering(GP, "secret-hospital-number"));

        var record = everything(platform);

        for (var entry : record.entries()) {
            var json = new String(entry.resource().toBytes(), StandardCharsets.UTF_8);
            assertThat(json).doesNotContain("secret-hospital-number");
        }
        assertThat(record.entries().getLast().resource().reference("subject"))
                .contains("Patient/" + platform.person.id().value());
        assertThat(record.entries().getLast().resource().value("meta.source"))
                .contains("urn:sheaf:source:riverside-gp");
    }

    @Test
    void theSameSetOfEntriesGivesTheSameBytesWhateverComesFirst() {
        var one = new Platform(answering(GP, "1"), answering(EPR, "2"));
        var other = new Platform(answering(EPR, "2"), answering(GP, "1"));

        assertThat(bytes(everything(one))).isEqualTo(bytes(everything(other)));
    }

    @Test
    void aHangingSourceIsNamedAndCancelledWhenTheRoleHasWaitedLongEnough() throws Exception {
        var interrupted = new CountDownLatch(1);
        var platform =
                Platform.hurried(
                        answering(GP, "1"), source(EPR, FakeConnector.hanging(interrupted)));

        long started = System.nanoTime();
        var record = everything(platform);
        var took = Duration.ofNanos(System.nanoTime() - started);

        assertThat(took).isBetween(Platform.SHOW_BY, Platform.SHOW_BY.plusMillis(400));
        assertThat(verdict(record, EPR)).isEqualTo(Verdict.TIMED_OUT);
        assertThat(verdict(record, GP)).isEqualTo(Verdict.ANSWERED);
        assertThat(interrupted.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aForeignResourceRefusesThatSourceAndRaisesAnIncident() {
        var platform =
                new Platform(
                        answering(GP, "1"),
                        source(
                                EPR,
                                FakeConnector.with(
                                        List.of(
                                                patient(EPR, "2", OURS),
                                                observation(EPR, "good", "2"),
                                                observation(EPR, "bad", "3")))));

        var record = everything(platform);

        assertThat(record.ledger().line(EPR).orElseThrow().code())
                .isEqualTo(FaultCode.WRONG_PATIENT);
        assertThat(verdict(record, EPR)).isEqualTo(Verdict.BAD_DATA);
        assertThat(record.entries())
                .noneMatch(e -> e.origin() != null && e.origin().source().equals(EPR));
        assertThat(platform.journal)
                .anyMatch(event ->
                        event.contains("\"kind\":\"incident\"") && event.contains("infirmary-epr"));
    }

    @Test
    void everyAccessIsOpenedAndAnsweredInTheLogWithoutContent() {
        var platform = new Platform(answering(GP, "1"));

        everything(platform);

        assertThat(platform.journal).hasSize(2);
        assertThat(platform.journal.getFirst()).contains("\"kind\":\"opening\"", "riverside-gp");
        assertThat(platform.journal.getLast())
                .contains("\"kind\":\"answer\"", "riverside-gp answered", "fingerprints")
                .doesNotContain("718-7", "134.1", OURS);
    }

    @Test
    void withoutALogThereIsNoAnswer() {
        var platform = new Platform(answering(GP, "1"));
        platform.auditFails = true;

        assertThatThrownBy(() -> everything(platform))
                .isInstanceOf(AuditUnavailableException.class);
    }

    @Test
    void refusalsAreWrittenDownAndAskNobody() {
        var connector = FakeConnector.with(List.of(patient(GP, "1", OURS)));
        var platform = new Platform(source(GP, connector));

        var answer =
                platform.records.read(
                        Platform.requester("analyst"),
                        platform.person.id(),
                        RecordQuestion.everything());

        assertThat(answer).isInstanceOf(RecordAnswer.Refused.class);
        assertThat(connector.asked).hasValue(0);
        assertThat(platform.journal).singleElement().asString().contains("\"kind\":\"refused\"");
    }

    @Test
    void aPersonNobodyKnowsIsNotFoundAndThatIsWrittenDown() {
        var platform = new Platform(answering(GP, "1"));

        var answer =
                platform.records.read(
                        Platform.clinician(),
                        new PersonId("c".repeat(26)),
                        RecordQuestion.everything());

        assertThat(answer).isInstanceOf(RecordAnswer.NotFound.class);
        assertThat(platform.journal).singleElement().asString().contains("\"kind\":\"refused\"");
    }

    @Test
    void whatASourceCouldNotFilterIsFilteredHere() {
        var platform = new Platform(answering(GP, "1"));
        var other =
                new SearchFilter.TokenFilter(
                        "Observation",
                        "code",
                        List.of(new SearchFilter.Token("http://loinc.org", "4548-4")));

        var record =
                read(platform, new RecordQuestion(Set.of("Observation"), List.of(other), "search"));

        assertThat(record.entries()).noneMatch(entry -> entry.type().equals("Observation"));
        assertThat(verdict(record, GP)).isEqualTo(Verdict.ANSWERED_EMPTY);
    }

    @Test
    void aLinkIsLearnedFromAnAnswerAndUsedTheNextTime() {
        var keys = new ArrayList<PatientKey>();
        var answer = List.of(patient(GP, "local", OURS));
        var connector =
                FakeConnector.answering(request -> {
                    keys.add(request.patient());
                    return new FetchResult(
                            Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(1)),
                            answer,
                            Remainder.none(),
                            new Freshness.Live());
                });
        var platform = new Platform(source(GP, connector));

        everything(platform);
        everything(platform);

        assertThat(keys.getFirst()).isEqualTo(new PatientKey.National(Platform.NUMBER));
        assertThat(keys.getLast()).isEqualTo(new PatientKey.Local("local", Platform.NUMBER));
    }

    @Test
    void theSameUsersSameQuestionGoesToTheSourcesOnce() throws Exception {
        var release = new CountDownLatch(1);
        var answer = List.of(patient(GP, "1", OURS));
        var connector =
                FakeConnector.answering(request -> {
                    try {
                        release.await(300, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new FetchResult(
                            Map.of(Section.DEMOGRAPHICS, new Outcome.Complete(1)),
                            answer,
                            Remainder.none(),
                            new Freshness.Live());
                });
        var platform = new Platform(source(GP, connector));

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                executor.execute(() -> everything(platform));
            }
        }

        assertThat(connector.asked.get()).isLessThan(10);
        assertThat(platform.journal.stream().filter(e -> e.contains("\"kind\":\"answer\"")))
                .hasSize(50);
    }

    @Test
    void aRestrictedPersonsPlaceIsStrippedFromEverySource() {
        var marked =
                entry(
                        GP,
                        """
                        {'resourceType':'Patient','id':'1','meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality','code':'R'}]},
                         'identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990004951'}],'address':[{'city':'ZQ-PLACE'}]}\
                        """);
        var elsewhere =
                entry(
                        EPR,
                        """
                        {'resourceType':'Patient','id':'9','identifier':[{'system':'https://fhir.nhs.uk/Id/nhs-number','value':'9990004951'}],
                         'address':[{'city':'ZQ-PLACE'}],'telecom':[{'value':'ZQ-PHONE'}],'generalPractitioner':[{'display':'ZQ-GP'}]}\
                        """);
        var encounter =
                entry(
                        EPR,
                        """
                        {'resourceType':'Encounter','id':'e','subject':{'reference':'Patient/9'},
                         'serviceProvider':{'reference':'Organization/o','display':'ZQ-ORG'},'location':[{'location':{'reference':'Location/l','display':'ZQ-LOC'}}]}\
                        """);
        var organisation = entry(EPR, "{'resourceType':'Organization','id':'o','name':'ZQ-ORG'}");
        var platform =
                new Platform(
                        source(GP, FakeConnector.with(List.of(marked))),
                        source(
                                EPR,
                                FakeConnector.with(List.of(elsewhere, encounter, organisation))));

        var record = everything(platform);

        assertThat(bytes(record)).doesNotContain("ZQ-");
        assertThat(record.entries()).anyMatch(entry -> entry.type().equals("Encounter"));
    }

    @Test
    void findingByNumberMakesOnePersonOfAllSources() {
        var platform =
                new Platform(
                        source(GP, FakeConnector.with(List.of(patient(GP, "1", OURS)))),
                        source(EPR, FakeConnector.with(List.of(patient(EPR, "x", OURS)))));

        var answer =
                platform.records.find(
                        Platform.clinician(), new PatientQuery.ByNhsNumber(Platform.NUMBER));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        FindAnswer.Found.class,
                        found -> {
                            var patients = found.emission().payload().patients();
                            assertThat(patients).hasSize(1);
                            assertThat(patients.getFirst().id())
                                    .isEqualTo(platform.person.id().value());
                        });
        assertThat(platform.links).hasSize(2);
    }

    @Test
    void aPatientWithAnotherNumberIsNotFound() {
        var platform =
                new Platform(
                        source(GP, FakeConnector.with(List.of(patient(GP, "1", "9990000026")))));

        var answer =
                platform.records.find(
                        Platform.clinician(), new PatientQuery.ByNhsNumber(Platform.NUMBER));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        FindAnswer.Found.class,
                        found -> assertThat(found.emission().payload().patients()).isEmpty());
    }

    @Test
    void aResourceIsReadByItsHandedOutId() {
        var platform = new Platform(answering(GP, "1"));
        var wanted = everything(platform).entries().getLast();

        var answer =
                platform.records.readResource(Platform.clinician(), "Observation", wanted.id());
        var forged = platform.records.readResource(Platform.clinician(), "Condition", wanted.id());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        RecordAnswer.Answered.class,
                        answered ->
                                assertThat(
                                                answered.emission()
                                                        .payload()
                                                        .entry("Observation", wanted.id()))
                                        .isPresent());
        assertThat(forged).isInstanceOf(RecordAnswer.NotFound.class);
    }

    @Test
    void aGrowingRecordGivesOnePartASourceAndThenTheLedger() {
        var platform =
                new Platform(
                        answering(GP, "1"),
                        source(
                                EPR,
                                FakeConnector.failing(fault(FaultCode.CONNECT_FAILED)),
                                Section.ALLERGIES));
        var parts = new ArrayList<RecordListener.Part>();
        var closings = new ArrayList<RecordListener.Closing>();

        var refused =
                platform.records.stream(
                        Platform.clinician(),
                        platform.person.id(),
                        RecordQuestion.everything(),
                        new RecordListener() {
                            @Override
                            public void part(Emission<Part> part) {
                                parts.add(part.payload());
                            }

                            @Override
                            public void closed(Emission<Closing> closing) {
                                closings.add(closing.payload());
                            }
                        });

        assertThat(refused).isEmpty();
        assertThat(parts).hasSize(2);
        assertThat(closings).hasSize(1);
        assertThat(closings.getFirst().ledger().lines()).hasSize(2);
        assertThat(closings.getFirst().patient()).hasSize(1);
        assertThat(platform.journal).hasSize(4);
    }

    private static health.sheaf.core.federation.Source answering(SourceId id, String localId) {
        return source(
                id,
                FakeConnector.with(
                        List.of(
                                patient(id, localId, OURS),
                                observation(id, "obs-" + localId, localId))));
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

    private static String bytes(PatientRecord record) {
        var text = new StringBuilder();
        record.entries()
                .forEach(e ->
                        text.append(new String(e.resource().toBytes(), StandardCharsets.UTF_8)));
        return text.toString();
    }
}
