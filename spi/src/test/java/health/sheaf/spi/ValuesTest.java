package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The smaller values of the SPI check themselves. */
final class ValuesTest {

    private static final SourceId LAB = new SourceId("pathology-lims");

    @ParameterizedTest
    @ValueSource(strings = {"", "RR", "rr8", "RR-8", "ABCDEFGHIJK", "RR8\n", "RR8 "})
    void whatIsNoOdsCodeIsRefused(String text) {
        assertThatThrownBy(() -> new OdsCode(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A1", "1a", "-a", "a_b", "../a", "a/b", "a b"})
    void whatIsNoSourceIdIsRefused(String text) {
        assertThatThrownBy(() -> new SourceId(text)).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void sourceIdsAreOrderedByTheirText() {
        assertThat(new SourceId("infirmary-epr")).isLessThan(new SourceId("infirmary-pas"));
        assertThatThrownBy(() -> new SourceId("a".repeat(41)))
                .isInstanceOf(InvalidValueException.class);
        assertThat(new OdsCode("B86001")).hasToString("B86001");
    }

    @Test
    void everyLimitOfASourceIsGreaterThanNought() {
        for (int zero = 0; zero < 6; zero++) {
            int[] n = {1, 1, 1, 1, 1, 1};
            n[zero] = 0;
            assertThatThrownBy(() ->
                            new SourceLimits(
                                    n[0], n[1], n[2], n[3], n[4], Duration.ofSeconds(n[5])))
                    .isInstanceOf(InvalidValueException.class);
        }
        assertThatThrownBy(() -> new SourceLimits(1, Double.NaN, 1, 1, 1, Duration.ofSeconds(1)))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void anEntrySaysWhereItComesFrom() {
        var resource = Json.read("{\"resourceType\":\"Observation\",\"id\":\"7\"}");
        var origin = Origin.direct(LAB, "Observation", "7", null, Instant.EPOCH);

        var entry = new Entry(resource, origin);

        assertThat(entry.section()).contains(Section.RESULTS);
        assertThat(origin.localReference()).isEqualTo("Observation/7");
        assertThat(origin.toString()).doesNotContain("7");
        assertThat(entry.toString()).doesNotContain("7");
        var other = Origin.direct(LAB, "Condition", "7", null, Instant.EPOCH);
        assertThatThrownBy(() -> new Entry(resource, other))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aRequestAsksForThePatientAndForSomething() {
        var key = new PatientKey.National(new NhsNumber("9990000018"));
        var code = new SearchFilter.TokenFilter("Observation", "code", List.of());
        var request = new FetchRequest(key, Set.of("Patient", "Observation"), List.of(code), 5);

        assertThat(request.sections())
                .containsExactlyInAnyOrder(Section.DEMOGRAPHICS, Section.RESULTS);
        assertThat(request.filtersFor("Observation")).containsExactly(code);
        assertThat(request.filtersFor("Patient")).isEmpty();
        assertThatThrownBy(() -> new FetchRequest(key, Set.of("Observation"), List.of(), 5))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new FetchRequest(key, Set.of("Patient"), List.of(), 0))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void aCapabilityKnowsWhatIsPushedDown() {
        var parameters = new HashSet<>(Set.of("code"));
        var able =
                new Capabilities(
                        Set.of("Observation"), Map.of("Observation", parameters), true, false);
        parameters.add("date");

        assertThat(able.pushesDown(new SearchFilter.TokenFilter("Observation", "code", List.of())))
                .isTrue();
        assertThat(able.pushesDown(new SearchFilter.DateFilter("Observation", "date", List.of())))
                .isFalse();
        assertThat(able.pushesDown(new SearchFilter.TokenFilter("Condition", "code", List.of())))
                .isFalse();
        assertThat(able.sections()).containsExactly(Section.RESULTS);
    }

    @Test
    void aFailedFetchFailsInEverySection() {
        var fault = new SourceFault(FaultCode.TIMED_OUT, "no answer within 15 seconds");

        var failed = FetchResult.failed(Set.of(Section.RESULTS, Section.ALLERGIES), fault);

        assertThat(failed.outcomes())
                .containsOnlyKeys(Section.RESULTS, Section.ALLERGIES)
                .containsEntry(Section.RESULTS, new Outcome.Failed(fault));
        assertThat(failed.entries()).isEmpty();
    }

    @Test
    void aFaultIsShort() {
        assertThatThrownBy(() ->
                        new SourceFault(FaultCode.INTERNAL, "x".repeat(SourceFault.MAX_DETAIL + 1)))
                .isInstanceOf(InvalidValueException.class);
        var fault = new SourceFault(FaultCode.TIMED_OUT, "no answer");
        assertThat(new SourceFaultException(fault))
                .hasMessage("SHF-SRC-203: no answer")
                .extracting(SourceFaultException::fault)
                .isEqualTo(fault);
    }

    @Test
    void faultCodesAreUniqueAndSayWhoIsToBlame() {
        assertThat(Arrays.stream(FaultCode.values()).map(FaultCode::code)).doesNotHaveDuplicates();
        var blames = List.of(FaultCode.Blame.values());
        for (var code : FaultCode.values()) {
            // SHF-SRC-203: the first digit is the blame.
            assertThat(code.code()).matches("SHF-SRC-[0-4][0-9]{2}");
            assertThat(code.code().charAt(8) - '0').isEqualTo(blames.indexOf(code.blame()));
        }
    }

    @Test
    void aSlipOfThePenIsRecognised() {
        var known = List.of("address", "username", "password");

        assertThat(Spelling.nearest("adress", known)).contains("address");
        assertThat(Spelling.nearest("Password", known)).contains("password");
        assertThat(Spelling.nearest("colour", known)).isEmpty();
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    }
}
