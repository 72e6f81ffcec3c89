package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the capability statement claims works, and what it does not claim does not. */
final class ConformanceTest {

    private static final Map<String, String> SAMPLES =
            Map.of("token", "x", "date", "2024-01-01", "string", "x");

    private final TestRegion region = TestRegion.shared();
    private final JsonNode statement = region.json(region.send(region.bare("/metadata")));

    @Test
    void everyTypeInteractionParameterAndIncludeWorks() {
        var person = region.personId();
        int walked = 0;
        for (var resource : statement.at("/rest/0/resource")) {
            var type = resource.get("type").asString();
            if (type.equals("Patient") || !resource.has("searchParam")) {
                continue;
            }
            for (var parameter : resource.get("searchParam")) {
                var name = parameter.get("name").asString();
                if (!parameter.get("type").asString().equals("reference")) {
                    var value = SAMPLES.get(parameter.get("type").asString());
                    assertWorks("/" + type + "?patient=" + person + "&" + name + "=" + value);
                    walked++;
                }
            }
            assertWorks("/" + type + "?subject=" + person);
            var all = new StringBuilder("/" + type + "?patient=" + person);
            for (var include : resource.get("searchInclude")) {
                all.append("&_include=").append(include.asString());
            }
            for (var include : resource.get("searchRevInclude")) {
                all.append("&_revinclude=").append(include.asString());
            }
            assertWorks(all.toString());
            assertThat(region.get("/" + type + "/unknown").statusCode()).isEqualTo(404);
        }
        assertThat(walked).isGreaterThan(100);
        assertWorks("/Patient/" + person);
        assertWorks("/Patient/" + person + "/$everything");
    }

    private void assertWorks(String path) {
        var response = region.send(region.request(path).header("Prefer", "handling=strict"));
        assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    }

    @Test
    void everyPatientParameterIsKnown() {
        var names =
                statement
                        .at("/rest/0/resource")
                        .valueStream()
                        .filter(resource -> resource.get("type").asString().equals("Patient"))
                        .flatMap(resource -> resource.get("searchParam").valueStream())
                        .map(parameter -> parameter.get("name").asString())
                        .toList();

        assertThat(names)
                .containsExactly(
                        "_id",
                        "identifier",
                        "family",
                        "given",
                        "birthdate",
                        "gender",
                        "address-postalcode");
        assertWorks(
                "/Patient?family=a&given=b&birthdate=1980-02-03&gender=male&address-postalcode=LS1");
    }

    @Test
    void itTellsNobodyWhereItRuns() throws Exception {
        var text = statement.toString();

        assertThat(text)
                .doesNotContain("practice", "hospital", "25.0", "Spring", "Tomcat", "0.1.0")
                .doesNotContain(InetAddress.getLocalHost().getHostName());
        assertThat(statement.get("fhirVersion").asString()).isEqualTo("4.0.1");
    }
}
