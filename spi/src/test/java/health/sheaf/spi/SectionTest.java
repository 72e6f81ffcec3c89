package health.sheaf.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SectionTest {

    @Test
    void everyTypeBelongsToOneSection() {
        var types =
                Arrays.stream(Section.values()).map(Section::resourceTypes).flatMap(Set::stream);

        assertThat(types.toList())
                .doesNotHaveDuplicates()
                .containsExactlyElementsOf(Section.allResourceTypes());
        for (var section : Section.values()) {
            assertThat(section.resourceTypes())
                    .isNotEmpty()
                    .allSatisfy(type -> assertThat(Section.of(type)).contains(section));
        }
    }

    @Test
    void supportingTypesBelongToNone() {
        for (var type : List.of("Practitioner", "Organization", "Medication", "Location", "")) {
            assertThat(Section.of(type)).as(type).isEmpty();
        }
        assertThat(Section.ofAll(Set.of("Practitioner"))).isEmpty();
        assertThat(Section.ofAll(Set.of("Observation", "Condition", "Specimen")))
                .containsExactlyInAnyOrder(Section.RESULTS, Section.PROBLEMS);
    }

    @Test
    void wordsAreLowerCaseAndUnique() {
        assertThat(Arrays.stream(Section.values()).map(Section::words))
                .doesNotHaveDuplicates()
                .allMatch(words -> words.equals(words.toLowerCase(Locale.ROOT)));
    }
}
