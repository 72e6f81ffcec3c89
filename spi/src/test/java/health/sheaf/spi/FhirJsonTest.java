package health.sheaf.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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

    @Test
    void pathsWalkThroughArraysAndEscapedNames() {
        var resource =
                Json.read(
                        """
                        {"resourceType":"Patient","active":true,
                         "name":[{"fam\\u0069ly":"O\\u2019Neill","given":["Ann",null,"Mae"]},{"given":["Nan"]}],
                         "multipleBirthInteger":-0,"extension":[],"maritalStatus":null,
                         "contact":[[{"x":[{"y":1.0e1}]}]]}
                        """);

        assertThat(resource.values("name.given")).containsExactly("Ann", "Mae", "Nan");
        assertThat(resource.value("name.family")).contains("O’Neill");
        assertThat(resource.values("active")).containsExactly("true");
        assertThat(resource.values("multipleBirthInteger")).containsExactly("-0");
        assertThat(resource.values("contact.x.y")).containsExactly("1.0e1");
        assertThat(resource.values("name")).isEmpty();
        assertThat(resource.has("name")).isTrue();
        assertThat(resource.has("name.given")).isTrue();
        assertThat(resource.has("extension")).isFalse();
        assertThat(resource.has("maritalStatus")).isFalse();
        for (var absent :
                new String[] {"", ".", "name.", "nam", "names", "active.x", "name.given.x"}) {
            assertThat(resource.has(absent)).as(absent).isFalse();
            assertThat(resource.value(absent)).isEmpty();
        }
    }

    @Test
    void codingsAreFoundInConceptsAndArraysOfThem() {
        var resource =
                Json.read(
                        """
                        {"resourceType":"Observation",
                         "category":[{"coding":[{"system":"s","code":"a"},{"code":"b"}]},{"text":"words"},{"coding":[{"display":"c"}]}],
                         "meta":{"security":[{"system":"s","code":"R"}]},
                         "status":"final"}
                        """);

        assertThat(resource.codings("category"))
                .containsExactly(
                        new Coding("s", "a", null),
                        new Coding(null, "b", null),
                        new Coding(null, null, "c"));
        assertThat(resource.codings("meta.security")).containsExactly(new Coding("s", "R", null));
        assertThat(resource.codings("status")).isEmpty();
        assertThat(resource.codings("nothing")).isEmpty();
    }

    @Test
    void aTreeKeepsTheDigitsAndBelongsToItsCaller() {
        var resource =
                Json.read(
                        "{\"resourceType\":\"Basic\",\"x\":1.10,\"y\":0.000,\"z\":1234567890123456789012345.678}");

        var tree = resource.toTree();

        assertThat(tree.get("x").decimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(json.of(tree).values("x")).containsExactly("1.10");
        assertThat(Json.text(json.of(tree))).isEqualTo(Json.text(resource));
        tree.put("x", 2);
        assertThat(resource.value("x")).contains("1.10");
    }

    @Test
    void aTreeThatIsNoResourceIsRefused() {
        var nodes = JsonNodeFactory.instance;
        var deep = nodes.objectNode().put("resourceType", "Basic");
        var huge = deep.deepCopy().put("x", new BigDecimal("1e1000000000"));
        var notANumber = deep.deepCopy().put("x", Double.NaN);
        for (int i = 0; i < 100; i++) {
            deep = nodes.objectNode().put("resourceType", "Basic").set("x", deep);
        }
        var deeper = deep;
        for (int i = 0; i < 1_900; i++) {
            deeper = nodes.objectNode().put("resourceType", "Basic").set("x", deeper);
        }

        assertThat(refusal(deep)).isEqualTo(JsonRefusal.TOO_DEEP);
        assertThat(refusal(deeper)).isEqualTo(JsonRefusal.TOO_DEEP);
        assertThat(refusal(huge)).isEqualTo(JsonRefusal.EXPONENT_TOO_LARGE);
        assertThat(refusal(notANumber)).isEqualTo(JsonRefusal.NUMBER_MALFORMED);
        assertThat(refusal(nodes.objectNode())).isEqualTo(JsonRefusal.RESOURCE_TYPE_MISSING);
    }

    private JsonRefusal refusal(ObjectNode tree) {
        return Json.refusal(() -> json.of(tree)).orElseThrow().refusal();
    }

    @Test
    void manyThreadsReadOneEditedResourceAlike() {
        var edited = json.read(OBSERVATION.getBytes(UTF_8)).rewritten("x", r -> r + "9", "urn:s");

        var seen =
                IntStream.range(0, 500)
                        .parallel()
                        .mapToObj(i -> edited.references() + edited.toTree().toString())
                        .distinct()
                        .toList();

        assertThat(seen).singleElement().asString().contains("Patient/19");
    }
}
