package health.sheaf.kit;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.NhsNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SharedPatientsTest {

    private static final Pattern NUMBER = Pattern.compile(": (-?\\d[\\d.eE+-]*)");

    @Test
    void thereAreTenAndEachHasAnotherNumber() {
        assertThat(SharedPatients.all()).hasSize(10);
        assertThat(SharedPatients.all())
                .extracting(SharedPatient::nhsNumber)
                .doesNotHaveDuplicates();
        assertThat(SharedPatients.all())
                .extracting(patient -> patient.nhsNumber().value())
                .allMatch(number -> number.startsWith("999"));
        assertThat(SharedPatients.all())
                .extracting(SharedPatient::nhsNumber)
                .doesNotContain(SharedPatients.NOBODY);
    }

    @Test
    void idsAreUniqueAndEveryReferenceLeadsSomewhere() {
        var ids = new HashSet<String>();
        resources().forEach(r -> assertThat(ids.add(r.reference())).as(r.reference()).isTrue());
        resources()
                .flatMap(r -> ExactJson.objects(r.tree(), "subject").stream())
                .forEach(node -> assertThat(ids).contains(node.path("reference").asString()));
        var referenced =
                resources()
                        .flatMap(r ->
                                Pattern.compile("\"reference\":\"([A-Z][^\"]+)\"")
                                        .matcher(r.json())
                                        .results()
                                        .map(match -> match.group(1)))
                        .toList();
        assertThat(ids).containsAll(referenced);
        assertThat(referenced).contains("Medication/kit-medication-metformin");
    }

    @Test
    void everyChartIsAboutItsOwnPatientAlone() {
        for (var patient : SharedPatients.all()) {
            for (var resource : patient.resources()) {
                var others =
                        SharedPatients.all().stream()
                                .filter(other -> !other.equals(patient))
                                .map(SharedPatient::localId)
                                .toList();
                assertThat(resource.json()).doesNotContain(others);
            }
        }
    }

    @Test
    void everyDigitOfTheFilesSurvives() throws IOException {
        try (var in =
                SharedPatients.class.getResourceAsStream("patients/02-hyphens-and-decimals.json")) {
            var text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            var inFile = NUMBER.matcher(text).results().map(m -> m.group(1)).toList();
            var kept =
                    SharedPatients.named("02-hyphens-and-decimals").resources().stream()
                            .flatMap(
                                    r -> ExactJson.values(r.tree(), "valueQuantity.value").stream())
                            .toList();
            assertThat(inFile).containsExactlyElementsOf(kept);
            assertThat(kept)
                    .containsExactly("2.10", "4.0", "37.00", "0.000100", "12345678901234567890.10");
        }
    }

    @Test
    void theOddOnesAreOddAsTheReadmeSays() {
        assertThat(SharedPatients.withoutNumber().numberAtSource()).isFalse();
        assertThat(SharedPatients.withoutNumber().patient().json())
                .doesNotContain(NhsNumber.SYSTEM);
        assertThat(SharedPatients.emptyChart().resources()).hasSize(1);
        assertThat(SharedPatients.fullest().family()).isEqualTo("O'Connor");
        assertThat(List.of("03-twin", "04-twin"))
                .extracting(name -> SharedPatients.named(name).birthDate())
                .containsOnly(SharedPatients.named("03-twin").birthDate());
        assertThat(SharedPatients.named("09-no-known-allergy").bundle()).contains("716186003");
        assertThat(SharedPatients.all())
                .allSatisfy(
                        p -> assertThat(p.secrets()).contains(p.nhsNumber().value(), p.family()));
    }

    private static Stream<SharedResource> resources() {
        return Stream.concat(
                SharedPatients.all().stream().flatMap(p -> p.resources().stream()),
                SharedPatients.supporting().stream());
    }
}
