package health.sheaf.kit;

import static health.sheaf.kit.ContractProbe.PATIENT;
import static health.sheaf.kit.ContractProbe.assertDiscreet;
import static health.sheaf.kit.ContractProbe.assertFailed;
import static health.sheaf.kit.ContractProbe.compartment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import health.sheaf.spi.Connector;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientFinder;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SearchFilter.Token;
import health.sheaf.spi.SearchFilter.TokenFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFaultException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The first half of the contract: what a connector answers when all is well. {@link
 * ConnectorContractTest} is the class to extend.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class AnswerContract {

    private @Nullable SourceUnderTest started;
    private @Nullable Connector made;

    /** Starts and fills the source; called once. */
    protected abstract SourceUnderTest start();

    /** Whether the connector does this; by default everything. Deny in a {@code switch}. */
    protected boolean has(Behaviour behaviour) {
        return true;
    }

    @BeforeAll
    final void startSource() {
        started = start();
    }

    @AfterAll
    final void stopSource() {
        if (started != null) {
            started.close();
        }
    }

    @BeforeEach
    final void makeConnector() {
        source().proxy().set(new Fault.Pass());
        made = source().factory().create(source().definition(), source().context());
    }

    @AfterEach
    final void closeConnector() {
        source().proxy().set(new Fault.Pass());
        if (made != null) {
            made.close();
        }
    }

    final SourceUnderTest source() {
        if (started == null) {
            throw new IllegalStateException("the source is not started");
        }
        return started;
    }

    final Connector connector() {
        if (made == null) {
            throw new IllegalStateException("there is no connector between tests");
        }
        return made;
    }

    final ContractProbe probe() {
        return new ContractProbe(source(), connector(), this::has);
    }

    final Set<Section> sections() {
        return Section.ofAll(source().resourceTypes());
    }

    final PatientFinder finder() {
        return connector()
                .patients()
                .orElseThrow(() -> new AssertionError("the connector has no patient finder"));
    }

    @Test
    final void itDeclaresWhatTheSourceHolds() {
        assertThat(source().resourceTypes()).contains("Patient");
        assertThat(connector().capabilities().resourceTypes())
                .containsAll(source().resourceTypes());
        assertThat(connector().capabilities().resourceTypes())
                .containsAll(connector().capabilities().pushdown().keySet());
    }

    @Test
    final void anNhsNumberGivesTheWholeChartAndNothingOfAnybodyElse() {
        for (var patient : SharedPatients.all()) {
            var result = probe().fetch(patient.nationalKey(), PATIENT);
            if (!has(Behaviour.FETCH_BY_NHS_NUMBER)) {
                assertFailed(result, sections(), FaultCode.UNSUPPORTED_REQUEST);
            } else if (patient.numberAtSource()) {
                probe().assertWhole(result, patient, source().resourceTypes());
            } else {
                assertFailed(result, sections(), FaultCode.PATIENT_NOT_KNOWN);
            }
        }
    }

    @Test
    final void aLocalKeyGivesTheWholeChartAndNothingOfAnybodyElse() {
        for (var patient : SharedPatients.all()) {
            var result = probe().fetch(probe().localKey(patient), PATIENT);
            if (has(Behaviour.FETCH_BY_LOCAL_KEY)) {
                probe().assertWhole(result, patient, source().resourceTypes());
            } else {
                assertFailed(result, sections(), FaultCode.UNSUPPORTED_REQUEST);
            }
        }
    }

    @Test
    final void whatTheChartRefersToComesAlong() {
        assumeTrue(source().resourceTypes().contains("Encounter"), "the source has no encounters");
        var result = probe().fetch(probe().key(SharedPatients.fullest()), PATIENT);

        var types = result.entries().stream().map(entry -> entry.resource().type()).toList();
        if (has(Behaviour.GIVES_SUPPORTING_RESOURCES)) {
            assertThat(types).contains("Practitioner", "Organization", "Location");
        } else {
            assertThat(types).isSubsetOf(source().resourceTypes());
        }
    }

    @Test
    final void onlyTheTypesAskedForCome() {
        for (var type : source().resourceTypes()) {
            var types = new HashSet<>(List.of("Patient", type));
            var patient = SharedPatients.fullest();
            var result = probe().fetch(probe().key(patient), types, List.of());
            probe().assertWhole(result, patient, types);
        }
    }

    @Test
    final void anEmptyChartIsCompleteWithNoughtEntries() {
        var result = probe().fetch(probe().key(SharedPatients.emptyChart()), PATIENT);

        for (var section : sections()) {
            int expected = section == Section.DEMOGRAPHICS ? 1 : 0;
            assertThat(result.outcomes()).containsEntry(section, new Outcome.Complete(expected));
        }
    }

    @Test
    final void anUnknownPatientIsNotKnownInEverySection() {
        if (has(Behaviour.FETCH_BY_NHS_NUMBER)) {
            var key = new PatientKey.National(SharedPatients.NOBODY);
            assertFailed(probe().fetch(key, PATIENT), sections(), FaultCode.PATIENT_NOT_KNOWN);
        }
        if (has(Behaviour.FETCH_BY_LOCAL_KEY)) {
            var key = new PatientKey.Local("nobody-has-this-key", SharedPatients.NOBODY);
            assertFailed(probe().fetch(key, PATIENT), sections(), FaultCode.PATIENT_NOT_KNOWN);
        }
        assertThat(has(Behaviour.FETCH_BY_NHS_NUMBER) || has(Behaviour.FETCH_BY_LOCAL_KEY))
                .as("a connector can be asked by one key at least")
                .isTrue();
    }

    /** To say "none" about something that one cannot hold is the worst of answers. */
    @Test
    final void aSectionItCannotGiveIsRefusedAndNeverEmpty() {
        var able = connector().capabilities().resourceTypes();
        var unable =
                Arrays.stream(Section.values())
                        .filter(section ->
                                section.resourceTypes().stream().noneMatch(able::contains))
                        .findFirst();
        assumeTrue(unable.isPresent(), "the connector can give every section");
        var types = new HashSet<>(unable.get().resourceTypes());
        types.add("Patient");

        var result = probe().fetch(probe().key(SharedPatients.fullest()), types, List.of());

        assertThat(result.outcomes().get(unable.get()))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed ->
                                assertThat(failed.fault().code())
                                        .isEqualTo(FaultCode.UNSUPPORTED_REQUEST));
        assertThat(result.outcomes()).containsEntry(Section.DEMOGRAPHICS, new Outcome.Complete(1));
    }

    @Test
    final void everyDeclaredFilterIsAppliedByTheSource() {
        for (var type : source().resourceTypes()) {
            var declared = connector().capabilities().pushdown().getOrDefault(type, Set.of());
            for (var parameter : new TreeSet<>(declared)) {
                for (var name :
                        List.of("01-apostrophe", "02-hyphens-and-decimals", "08-deceased")) {
                    var patient = SharedPatients.named(name);
                    FilterSamples.of(type, parameter, patient.resources()).stream()
                            .filter(sample -> tellable(sample.filter()))
                            .forEach(sample -> assertApplied(patient, sample));
                }
            }
        }
    }

    private boolean tellable(SearchFilter filter) {
        return !filter.parameter().equals("_lastUpdated") || has(Behaviour.KEEPS_LAST_UPDATED);
    }

    private void assertApplied(SharedPatient patient, FilterSamples.Sample sample) {
        var filter = sample.filter();
        var types = source().resourceTypes();
        var result = probe().fetch(probe().key(patient), types, List.of(filter));
        Predicate<SharedResource> passes =
                resource ->
                        !resource.type().equals(filter.resourceType())
                                || sample.matches().test(resource.tree());
        if (result.unapplied().filters().isEmpty()) {
            probe().assertWhole(result, patient, types, passes);
            return;
        }
        assertThat(sample.essential()).as("declared, but not applied: %s", filter).isFalse();
        assertThat(result.unapplied().filters()).containsExactly(filter);
        assertThat(references(compartment(result.entries())))
                .as("nothing that passes is lost where the engine has to filter: %s", filter)
                .containsAll(
                        patient.resources(types).stream()
                                .filter(passes)
                                .map(r -> r.type() + "/" + source().nativeId(r))
                                .toList());
    }

    @Test
    final void everyOtherFilterComesBackAndNothingIsFiltered() {
        var patient = SharedPatients.fullest();
        var types = source().resourceTypes();
        for (var type : types) {
            var unheardOf =
                    new TokenFilter(type, "x-unheard-of", List.of(new Token(null, "nothing")));
            assertUnapplied(patient, unheardOf);
            var declared = connector().capabilities().pushdown().getOrDefault(type, Set.of());
            for (var parameter : FilterSamples.parameters(type, true)) {
                if (!declared.contains(parameter)) {
                    FilterSamples.of(type, parameter, patient.resources()).stream()
                            .limit(2)
                            .forEach(sample -> assertUnapplied(patient, sample.filter()));
                }
            }
        }
    }

    private void assertUnapplied(SharedPatient patient, SearchFilter filter) {
        var types = source().resourceTypes();
        var result = probe().fetch(probe().key(patient), types, List.of(filter));
        assertThat(result.unapplied().filters()).containsExactly(filter);
        probe().assertWhole(result, patient, types);
    }

    @Test
    final void severalFiltersAreJoinedByAnd() {
        var patient = SharedPatients.fullest();
        var pushdown = connector().capabilities().pushdown();
        for (var type : source().resourceTypes()) {
            var samples =
                    pushdown.getOrDefault(type, Set.of()).stream()
                            .sorted()
                            .flatMap(p -> FilterSamples.of(type, p, patient.resources()).stream())
                            .filter(sample -> sample.essential() && tellable(sample.filter()))
                            .toList();
            for (int i = 1; i < samples.size(); i += 2) {
                var one = samples.get(i - 1);
                var other = samples.get(i);
                var result =
                        probe().fetch(
                                        probe().key(patient),
                                        source().resourceTypes(),
                                        List.of(one.filter(), other.filter()));
                assertThat(result.unapplied().filters()).isEmpty();
                probe().assertWhole(
                                result,
                                patient,
                                source().resourceTypes(),
                                resource ->
                                        !resource.type().equals(type)
                                                || (one.matches().test(resource.tree())
                                                        && other.matches().test(resource.tree())));
            }
        }
    }

    @Test
    final void aLimitGivesWholePagesAndSaysWhatIsMissing() {
        var patient = SharedPatients.fullest();
        var types = source().resourceTypes();
        int limit = 3;

        var result = probe().fetch(probe().key(patient), types, List.of(), limit, PATIENT);

        probe().assertHonest(result, patient, types);
        int given = compartment(result.entries()).size();
        assertThat(given)
                .as("no page is begun when the limit is reached")
                .isLessThanOrEqualTo(limit - 1 + source().pageSize());
        if (given < patient.resources(types).size()) {
            assertThat(result.outcomes().values())
                    .as("what is missing is said to be")
                    .anyMatch(outcome -> outcome instanceof Outcome.Partial);
        }
    }

    @Test
    final void decimalsKeepTheirDigits() {
        assumeTrue(source().resourceTypes().contains("Observation"), "the source has no results");
        var patient = SharedPatients.named("02-hyphens-and-decimals");

        var result = probe().fetch(probe().key(patient), PATIENT);

        assertThat(
                        result.entries().stream()
                                .flatMap(e -> e.resource().values("valueQuantity.value").stream()))
                .containsExactlyInAnyOrder(
                        "2.10", "4.0", "37.00", "0.000100", "12345678901234567890.10");
    }

    @Test
    final void aFinderFindsByNhsNumber() {
        if (has(Behaviour.FIND_BY_NHS_NUMBER)) {
            for (var patient : SharedPatients.all()) {
                var found = find(new PatientQuery.ByNhsNumber(patient.nhsNumber()));
                assertFound(found, patient.numberAtSource() ? List.of(patient) : List.of());
            }
            assertFound(find(new PatientQuery.ByNhsNumber(SharedPatients.NOBODY)), List.of());
        } else if (connector().patients().isPresent()) {
            assertFailed(
                    find(new PatientQuery.ByNhsNumber(SharedPatients.NOBODY)),
                    Set.of(Section.DEMOGRAPHICS),
                    FaultCode.UNSUPPORTED_REQUEST);
        }
    }

    @Test
    final void aFinderFindsByDemographicsWhereItSaysSo() {
        var one = SharedPatients.fullest();
        var exact =
                new PatientQuery.ByDemographics(one.family(), null, one.birthDate(), null, null);
        if (!connector().capabilities().findsByDemographics()) {
            if (connector().patients().isPresent()) {
                assertFailed(
                        find(exact), Set.of(Section.DEMOGRAPHICS), FaultCode.UNSUPPORTED_REQUEST);
            }
            return;
        }
        assertFound(find(exact), List.of(one));
        for (var patient : SharedPatients.all()) {
            var everything =
                    new PatientQuery.ByDemographics(
                            patient.family().toUpperCase(Locale.ROOT),
                            patient.given().getFirst().toLowerCase(Locale.ROOT),
                            patient.birthDate(),
                            patient.gender(),
                            patient.postcode().replace(" ", ""));
            assertFound(find(everything), List.of(patient));
        }
        var ella = SharedPatients.named("03-twin");
        var ellie = SharedPatients.named("04-twin");
        assertFound(find(named(ella, "Ell")), List.of(ella, ellie));
        assertFound(find(named(ella, "Ella")), List.of(ella));
        assertFound(find(named(ella, "Zoe")), List.of());
        assertFound(
                find(
                        new PatientQuery.ByDemographics(
                                one.family(), null, one.birthDate(), "male", null)),
                List.of());
    }

    private static PatientQuery named(SharedPatient patient, String given) {
        return new PatientQuery.ByDemographics(
                patient.family(), given, patient.birthDate(), null, null);
    }

    final FetchResult find(PatientQuery query) {
        var result = finder().find(TestAuthority.directCare(), query, ContractProbe.in(PATIENT));
        ContractProbe.faults(result).forEach(fault -> assertDiscreet(fault.detail()));
        return result;
    }

    private void assertFound(FetchResult result, List<SharedPatient> patients) {
        assertThat(references(compartment(result.entries())))
                .containsExactlyInAnyOrderElementsOf(
                        patients.stream()
                                .map(p -> "Patient/" + source().nativeId(p.patient()))
                                .toList());
        assertThat(result.outcomes())
                .containsOnly(
                        java.util.Map.entry(
                                Section.DEMOGRAPHICS, new Outcome.Complete(patients.size())));
    }

    @Test
    final void aFinderSaysWhoseResourceItIs() {
        if (!has(Behaviour.SUBJECT_OF)) {
            if (connector().patients().isPresent()) {
                assertThatThrownBy(() -> subjectOf("Observation", "any"))
                        .isInstanceOfSatisfying(
                                SourceFaultException.class,
                                e ->
                                        assertThat(e.fault().code())
                                                .isEqualTo(FaultCode.UNSUPPORTED_REQUEST));
            }
            return;
        }
        var patient = SharedPatients.fullest();
        for (var type : source().resourceTypes()) {
            var resource = patient.resources(Set.of(type)).getFirst();
            assertThat(subjectOf(type, source().nativeId(resource)))
                    .as("subject of %s", resource.reference())
                    .isEqualTo("Patient/" + source().nativeId(patient.patient()));
            assertThat(subjectOf(type, "nothing-has-this-id")).as("of no %s", type).isEmpty();
        }
    }

    private String subjectOf(String type, String id) {
        try {
            return finder().subjectOf(
                            TestAuthority.directCare(), type, id, ContractProbe.in(PATIENT))
                    .map(entry -> entry.origin().localReference())
                    .orElse("");
        } catch (SourceFaultException e) {
            assertDiscreet(e);
            throw e;
        }
    }

    private static List<String> references(List<Entry> entries) {
        return entries.stream().map(entry -> entry.origin().localReference()).toList();
    }
}
