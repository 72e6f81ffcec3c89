package health.sheaf.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FhirJsonTest {

    private static final String OBSERVATION =
            """
            {
              "resourceType" : "Observation",
              "id" : "obs-1",
              "meta" : { "versionId" : "3" },
              "code" : { "coding" : [
                 { "system" : "http://snomed.info/sct", "code" : "27113001", "display" : "Weight \\u00e9" },
                 { "code" : "local" } ], "text" : "weight" },
              "subject" : { "reference" : "Patient\\/1" },
              "performer" : [ { "display" : "nobody" }, { "reference" : "Practitioner/2" } ],
              "valueQuantity" : { "value" : 1.10, "unit" : "kg" },
              "contained" : [ { "resourceType" : "Device", "id" : "d", "owner" : { "reference" : "Organization/3" } } ]
            }
            """;

    private final FhirJson json = new FhirJson(FhirJson.Limits.SOURCE);

    @Test
    void aResourceShowsWhatEverybodyNeeds() {
        var observation = json.read(OBSERVATION.getBytes(UTF_8));

        assertThat(observation.type()).isEqualTo("Observation");
        assertThat(observation.id()).contains("obs-1");
        assertThat(observation.versionId()).contains("3");
        assertThat(observation.value("valueQuantity.value")).contains("1.10");
        assertThat(observation.codings("code"))
                .containsExactly(
                        new Coding("http://snomed.info/sct", "27113001", "Weight é"),
                        new Coding(null, "local", null));
        assertThat(observation.codings("code.coding")).isEqualTo(observation.codings("code"));
        assertThat(observation.reference("subject")).contains("Patient/1");
        assertThat(observation.reference("performer")).contains("Practitioner/2");
        assertThat(observation.references())
                .containsExactly("Patient/1", "Practitioner/2", "Organization/3");
        assertThat(observation.has("code.text")).isTrue();
        assertThat(observation.has("code.texts")).isFalse();
        assertThat(observation.contained())
                .singleElement()
                .satisfies(device -> assertThat(device.type()).isEqualTo("Device"));
    }

    @Test
    void whatNobodyChangedGoesOutAsItCameIn() {
        var bytes = OBSERVATION.strip().getBytes(UTF_8);

        assertThat(json.read(bytes).toBytes()).isEqualTo(bytes);
    }
}
