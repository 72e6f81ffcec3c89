package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A record in JSON is served from the sources' own bytes; an object model costs ten times more. */
final class LeanServingTest {

    @Test
    void noClassOfAnObjectModelIsLoadedToServeJson() {
        try (var region = Region.start()) {
            var person = region.person(region.firstPatient());
            region.everything("clinician", person);
            region.get("clinician", "/Observation?patient=" + person + "&_count=5");
            region.get("clinician", "/Patient/" + person);

            assertThat(region.loadedClasses()).contains("health.sheaf.core.merge.Merge");
            assertThat(objectModel(region)).isEmpty();

            region.get("clinician", "/Patient/" + person + "/$everything?_format=xml");
            assertThat(objectModel(region)).as("XML needs it, so it would be seen").isNotEmpty();
        }
    }

    private static List<String> objectModel(Region region) {
        return region.loadedClasses().stream()
                .filter(name -> name.startsWith("ca.uhn.") || name.startsWith("org.hl7.fhir."))
                .toList();
    }
}
