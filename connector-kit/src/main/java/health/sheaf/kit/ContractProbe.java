package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FaultCode;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceFault;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks a connector and judges what it says. Everything a connector ever says in the contract passes
 * {@link #assertDiscreet}.
 */
final class ContractProbe {

    /** Nobody waits so long: for questions that are not about time. */
    static final Duration PATIENT = Duration.ofSeconds(30);

    private static final int PLENTY = 10_000;

    private final SourceUnderTest source;
    private final Connector connector;
    private final Predicate<Behaviour> has;

    ContractProbe(SourceUnderTest source, Connector connector, Predicate<Behaviour> has) {
        this.source = source;
        this.connector = connector;
        this.has = has;
    }

    static Deadline in(Duration wait) {
        return Deadline.in(wait, System::nanoTime);
    }

    /** Whatever key this connector takes. */
    PatientKey key(SharedPatient patient) {
        return has.test(Behaviour.FETCH_BY_LOCAL_KEY) ? localKey(patient) : patient.nationalKey();
    }

    PatientKey.Local localKey(SharedPatient patient) {
        return new PatientKey.Local(source.localKey(patient), patient.nhsNumber());
    }

    FetchResult fetch(PatientKey key, Duration wait) {
        return fetch(key, source.resourceTypes(), List.of(), PLENTY, wait);
    }

    FetchResult fetch(PatientKey key, Set<String> types, List<SearchFilter> filters) {
        return fetch(key, types, filters, PLENTY, PATIENT);
    }

    FetchResult fetch(
            PatientKey key,
            Set<String> types,
            List<SearchFilter> filters,
            int maxEntries,
            Duration wait) {
        var result =
                connector.fetch(
                        TestAuthority.directCare(),
                        new FetchRequest(key, types, filters, maxEntries),
                        in(wait));
        faults(result).forEach(fault -> assertDiscreet(fault.detail()));
        return result;
    }

    /** The faults of an answer, in no order. */
    static Stream<SourceFault> faults(FetchResult result) {
        return result.outcomes().values().stream()
                .flatMap(outcome ->
                        switch (outcome) {
                            case Outcome.Complete complete -> Stream.<SourceFault>empty();
                            case Outcome.Partial partial -> Stream.of(partial.missing());
                            case Outcome.Failed failed -> Stream.of(failed.fault());
                        });
    }

    /** A text that may stand in a log holds nothing of any patient. */
    static void assertDiscreet(String text) {
        for (var patient : SharedPatients.all()) {
            assertThat(patient.secrets())
                    .as("what must not stand in an error")
                    .noneMatch(text::contains);
        }
        assertThat(text).doesNotContain(SharedPatients.NOBODY.value());
    }

    /** Neither an exception nor anything behind it holds patient data. */
    static void assertDiscreet(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            assertDiscreet(String.valueOf(at.getMessage()));
            for (var suppressed : at.getSuppressed()) {
                assertDiscreet(suppressed);
            }
        }
    }

    /** Everything asked for came, complete in every section. */
    void assertWhole(FetchResult result, SharedPatient patient, Set<String> types) {
        assertWhole(result, patient, types, resource -> true);
    }

    /** Everything that passes a filter came, and nothing else, complete in every section. */
    void assertWhole(
            FetchResult result,
            SharedPatient patient,
            Set<String> types,
            Predicate<SharedResource> passes) {
        assertThat(result.outcomes().values())
                .as("every section is complete")
                .allMatch(outcome -> outcome instanceof Outcome.Complete);
        assertHonest(result, patient, types, passes);
    }

    /** Nothing false, whatever is missing is said to be. */
    void assertHonest(FetchResult result, SharedPatient patient, Set<String> types) {
        assertHonest(result, patient, types, resource -> true);
    }

    private void assertHonest(
            FetchResult result,
            SharedPatient patient,
            Set<String> types,
            Predicate<SharedResource> passes) {
        assertThat(result.outcomes().keySet())
                .as("one outcome for every section asked for, no other")
                .isEqualTo(Section.ofAll(types));
        var expected = expected(patient.resources(types).stream().filter(passes).toList());
        var given =
                result.entries().stream().map(entry -> entry.origin().localReference()).toList();
        assertThat(given).as("no entry twice").doesNotHaveDuplicates();
        var chart = compartment(result.entries());
        for (var entry : chart) {
            var fixture = expected.get(entry.origin().localReference());
            if (fixture == null) {
                throw new AssertionError(
                        "not this patient's own, or not of a type asked for: " + entry.origin());
            }
            assertSame(entry, fixture);
        }
        result.outcomes()
                .forEach((section, outcome) -> assertCount(section, outcome, chart, expected));
        assertSupporting(result.entries());
    }

    private static void assertCount(
            Section section,
            Outcome outcome,
            List<Entry> chart,
            Map<String, SharedResource> expected) {
        long given = chart.stream().filter(e -> e.section().equals(Optional.of(section))).count();
        long all =
                expected.values().stream()
                        .filter(r -> Section.of(r.type()).equals(Optional.of(section)))
                        .count();
        switch (outcome) {
            case Outcome.Complete complete -> {
                assertThat(given).as("%s said to be complete", section).isEqualTo(all);
                assertThat(complete.entries()).as("count of %s", section).isEqualTo((int) given);
            }
            case Outcome.Partial partial ->
                    assertThat(partial.entries()).as("count of %s", section).isEqualTo((int) given);
            case Outcome.Failed failed ->
                    assertThat(given).as("nothing of %s, which failed", section).isZero();
        }
    }

    /** What is not of the compartment is only there because something there refers to it. */
    private void assertSupporting(List<Entry> entries) {
        var all = expected(SharedPatients.supporting());
        var referenced = new HashSet<String>();
        entries.forEach(entry -> referenced.addAll(entry.resource().references()));
        var supporting = entries.stream().filter(entry -> entry.section().isEmpty()).toList();
        for (var entry : supporting) {
            assertThat(all).containsKey(entry.origin().localReference());
            assertThat(referenced)
                    .as("a supporting resource is referred to")
                    .contains(entry.resource().type() + "/" + entry.resource().id().orElse(""));
            assertOrigin(entry);
        }
        if (!has.test(Behaviour.GIVES_SUPPORTING_RESOURCES)) {
            assertThat(supporting).as("denied: supporting resources").isEmpty();
        }
    }

    private Map<String, SharedResource> expected(Collection<SharedResource> resources) {
        return resources.stream()
                .collect(
                        Collectors.toMap(
                                resource -> resource.type() + "/" + source.nativeId(resource),
                                Function.identity()));
    }

    static List<Entry> compartment(List<Entry> entries) {
        return entries.stream().filter(entry -> entry.section().isPresent()).toList();
    }

    private void assertOrigin(Entry entry) {
        var origin = entry.origin();
        assertThat(origin.source()).isEqualTo(source.definition().id());
        assertThat(origin.nativeType()).isEqualTo(entry.resource().type());
        assertThat(origin.retrievedAt())
                .as("retrieved just now, by the clock of the context")
                .isBetween(
                        source.context().clock().instant().minus(Duration.ofMinutes(5)),
                        source.context().clock().instant());
        if (connector.capabilities().versioned() && entry.section().isPresent()) {
            assertThat(origin.nativeVersion()).as("declared to be versioned").isNotBlank();
        }
        if (!connector.capabilities().versioned()) {
            assertThat(origin.nativeVersion()).as("declared not to be versioned").isNull();
        }
    }

    private void assertSame(Entry entry, SharedResource fixture) {
        assertOrigin(entry);
        var given = entry.resource().toTree();
        var wanted = fixture.tree();
        if (has.test(Behaviour.GIVES_RESOURCES_WHOLE)) {
            assertThat(ExactJson.canonical(given)).isEqualTo(ExactJson.canonical(wanted));
            return;
        }
        for (var path : source.comparedPaths(fixture.type())) {
            assertThat(ExactJson.values(given, path))
                    .as("%s of %s", path, fixture.reference())
                    .isEqualTo(ExactJson.values(wanted, path));
        }
    }

    /** Every section failed with one of some codes, and nothing came. */
    static void assertFailed(FetchResult result, Set<Section> sections, FaultCode... codes) {
        assertThat(result.entries()).as("nothing may come").isEmpty();
        assertThat(result.outcomes().keySet()).isEqualTo(sections);
        result.outcomes()
                .forEach((section, outcome) -> {
                    switch (outcome) {
                        case Outcome.Failed failed ->
                                assertThat(failed.fault().code())
                                        .as("fault of %s", section)
                                        .isIn((Object[]) codes);
                        case Outcome.Complete complete ->
                                fail("%s is said to be complete", section);
                        case Outcome.Partial partial ->
                                fail("%s is said to be partly here", section);
                    }
                });
    }

    /** Something is missing, and only for reasons of these kinds of blame. */
    static void assertMissing(FetchResult result, Set<FaultCode.Blame> blames) {
        var faults = faults(result).toList();
        assertThat(faults).as("something is said to be missing").isNotEmpty();
        assertThat(faults)
                .extracting(fault -> fault.code().blame())
                .as("who is to blame: %s", faults)
                .isSubsetOf(EnumSet.copyOf(blames));
    }

    /** Something is missing, and only because time ran out. */
    static void assertTimedOut(FetchResult result) {
        assertThat(faults(result).map(SourceFault::code))
                .as("something is missing because the time ran out")
                .isNotEmpty()
                .containsOnly(FaultCode.TIMED_OUT);
    }
}
