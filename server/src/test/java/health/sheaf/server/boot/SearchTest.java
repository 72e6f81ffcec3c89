package health.sheaf.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class SearchTest {

    private final TestRegion region = TestRegion.shared();
    private String person = "";

    @BeforeEach
    void find() {
        person = region.personId();
    }

    private List<JsonNode> resources(String path, String mode) {
        var response = region.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return region.json(response)
                .get("entry")
                .valueStream()
                .filter(entry -> entry.get("search").get("mode").asString().equals(mode))
                .map(entry -> entry.get("resource"))
                .toList();
    }

    private List<JsonNode> matches(String path) {
        return resources(path, "match");
    }

    private static List<String> types(List<JsonNode> resources) {
        return resources.stream()
                .map(resource -> resource.get("resourceType").asString())
                .distinct()
                .sorted()
                .toList();
    }

    @Test
    void everythingIsTheUnionOfTheSourcesWithTheDigitsTheySent() {
        var body = region.get("/Patient/" + person + "/$everything").body();

        assertThat(types(matches("/Patient/" + person + "/$everything")))
                .containsExactly(
                        "AllergyIntolerance",
                        "Condition",
                        "Encounter",
                        "MedicationRequest",
                        "Observation",
                        "Patient");
        assertThat(body).contains("\"value\":1.10,");
    }

    @Test
    void everythingTakesTypesAPeriodAndPostToo() {
        var path = "/Patient/" + person + "/$everything";

        assertThat(types(matches(path + "?_type=Condition,Encounter")))
                .containsExactly("Condition", "Encounter");
        assertThat(matches(path + "?_type=Observation&start=2024-06-01&end=2025-12-31")).hasSize(1);
        assertThat(matches(path + "?_type=Observation&_since=2025-12-31T00:00:00Z")).hasSize(1);
        var posted =
                region.send(
                        region.request(path)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("_type=Condition")));
        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(posted.body()).contains("Asthma").doesNotContain("Penicillin");
    }

    @Test
    void everythingTakesAParametersResource() {
        var good =
                parameters(
                        "{\"resourceType\":\"Parameters\",\"parameter\":["
                                + "{\"name\":\"_type\",\"valueString\":\"Condition\"},"
                                + "{\"name\":\"_count\",\"valueInteger\":5}]}");
        assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
        assertThat(good.body()).contains("Asthma").doesNotContain("Penicillin");
        for (var bad :
                new String[] {
                    "{\"resourceType\":\"Patient\"}",
                    "[]",
                    "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_count\",\"valueDecimal\":1e1000000000}]}",
                    "{\"resourceType\":\"Parameters\",\"resourceType\":\"Parameters\"}"
                }) {
            assertThat(parameters(bad).body()).contains("SHF-HTTP-011");
        }
    }

    private HttpResponse<String> parameters(String json) {
        return region.send(
                region.request("/Patient/" + person + "/$everything")
                        .header("Content-Type", "application/fhir+json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    @Test
    void everythingKeepsWhatCarriesNoDate() {
        var found = matches("/Patient/" + person + "/$everything?start=2030-01-01");

        assertThat(types(found)).contains("AllergyIntolerance").doesNotContain("Observation");
    }

    @ParameterizedTest
    @CsvSource({
        "code=718-7, 3",
        "code=http://loinc.org|718-7, 3",
        "code=http://snomed.info/sct|718-7, 0",
        "'code=718-7,2160-0', 4",
        "date=ge2025-01-01, 2",
        "date=ge2025-01-01&date=lt2026-01-01, 1",
        "date=2024, 1",
        "status=final, 4",
        "status=amended, 0",
        "_lastUpdated=gt2026-01-01, 1",
        "code=%27%20OR%201%3D1, 0"
    })
    void aSearchFiltersOverAllSources(String parameters, int found) {
        var query = parameters.replace("|", "%7C");
        assertThat(matches("/Observation?patient=" + person + "&" + query)).hasSize(found);
        assertThat(matches("/Observation?subject=Patient/" + person + "&" + query)).hasSize(found);
    }

    @Test
    void aSearchIsSortedNewestOrOldestFirst() {
        var path = "/Observation?patient=" + person;

        assertThat(dates(matches(path + "&_sort=date")))
                .containsExactly("2023-05-05", "2024-01-01", "2025-03-01", "2026-02-01");
        assertThat(dates(matches(path + "&_sort=-date")))
                .containsExactly("2026-02-01", "2025-03-01", "2024-01-01", "2023-05-05");
        assertThat(dates(matches(path + "&_sort=-_lastUpdated"))).startsWith("2026-02-01");
    }

    private static List<String> dates(List<JsonNode> observations) {
        return observations.stream().map(o -> o.get("effectiveDateTime").asString()).toList();
    }

    @Test
    void whatAResultNeedsComesWithItWhenAskedFor() {
        var path = "/MedicationRequest?patient=" + person;

        assertThat(resources(path, "include")).isEmpty();
        assertThat(types(resources(path + "&_include=MedicationRequest:medication", "include")))
                .containsExactly("Medication");
        assertThat(types(resources(path + "&_include=MedicationRequest:patient", "include")))
                .containsExactly("Patient");
        assertThat(types(resources(path + "&_include=*", "include")))
                .containsExactly("Medication", "Patient", "Practitioner");
    }

    @Test
    void theOriginOfEachEntryComesAsProvenance() {
        var path = "/Condition?patient=" + person + "&_revinclude=Provenance:target";
        var found = resources(path, "include");

        assertThat(found).hasSize(1);
        var provenance = found.getFirst();
        var condition = matches(path).getFirst();
        assertThat(provenance.at("/target/0/reference").asString())
                .isEqualTo("Condition/" + condition.get("id").asString());
        assertThat(provenance.at("/agent/0/who/identifier/value").asString()).isEqualTo("RR8");
        assertThat(provenance.at("/entity/0/what/identifier/value").asString())
                .isEqualTo("hospital");
        assertThat(provenance.get("recorded").asString()).isEqualTo("2026-11-22T09:00:00Z");
        assertThat(condition.at("/meta/source").asString()).contains("hospital");
        assertThat(resources(path, "include")).isEqualTo(found);
    }

    @Test
    void aResourceIsReadByItsIdAndKnownByItsTag() {
        var id = matches("/Condition?patient=" + person).getFirst().get("id").asString();

        var read = region.get("/Condition/" + id);

        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(read.body()).contains("Asthma");
        assertThat(read.headers().firstValue("X-Sheaf-Ledger").orElseThrow()).contains("hospital");
        var tag = read.headers().firstValue("ETag").orElseThrow();
        var again = region.send(region.request("/Condition/" + id).header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(region.get("/Patient/" + person).body()).contains("Testperson");
        assertThat(matches("/Patient?_id=" + person)).hasSize(1);
    }

    @Test
    void aCountNeedsNoEntries() {
        var response = region.get("/Observation?patient=" + person + "&_summary=count");

        assertThat(region.json(response).get("total").asInt()).isEqualTo(4);
        assertThat(response.body()).doesNotContain("effectiveDateTime");
    }

    @Test
    void aPersonIsFoundByFormAndByDemographics() {
        var form =
                region.send(
                        region.request("/Patient/_search")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "identifier=999%20000%200018")));
        assertThat(form.statusCode()).isEqualTo(200);
        assertThat(form.body()).contains("Testperson");
        assertThat(matches("/Patient?family=Testperson&birthdate=1980-02-03&gender=female"))
                .hasSize(1);
        assertThat(matches("/Patient?family=Nobody&birthdate=1980-02-03")).isEmpty();
    }

    @Test
    void theNumberThatWasSearchedIsInNoLink() {
        var response =
                region.get("/Patient?identifier=" + TestRegion.NUMBERS + "%7C" + TestRegion.NUMBER);

        assertThat(region.json(response).get("link").toString()).doesNotContain(TestRegion.NUMBER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/Observation; SHF-HTTP-007",
                "/Observation?patient=; SHF-HTTP-201",
                "/Observation?patient=a&patient=b; SHF-HTTP-005",
                "/Observation?patient=a,b; SHF-HTTP-005",
                "/Observation?patient=a&subject=b; SHF-HTTP-005",
                "/Observation?patient.identifier=9; SHF-HTTP-007",
                "/Observation?patient=PID&date=2024-13-01; SHF-HTTP-004",
                "/Observation?patient=PID&date=0000; SHF-HTTP-004",
                "/Observation?patient=PID&date=9999-12-31T23:59:60%2B14:00; SHF-HTTP-004",
                "/Observation?patient=PID&date=ge; SHF-HTTP-004",
                "/Observation?patient=PID&date=ap2024; SHF-HTTP-004",
                "/Observation?patient=PID&date=lt292000000; SHF-HTTP-004",
                "/Observation?patient=PID&code=a%7Cb%7Cc; SHF-HTTP-001",
                "/Observation?patient=PID&code=; SHF-HTTP-001",
                "/Observation?patient=PID&code:text=a; SHF-HTTP-003",
                "/Observation?patient=PID&whatever:exact=a; SHF-HTTP-003",
                "/Observation?patient=PID&_has:Provenance:target:agent=a; SHF-HTTP-003",
                "/Observation?patient=PID&_count=0; SHF-HTTP-001",
                "/Observation?patient=PID&_count=-1; SHF-HTTP-001",
                "/Observation?patient=PID&_count=1000000000; SHF-HTTP-001",
                "/Observation?patient=PID&_count=x; SHF-HTTP-001",
                "/Observation?patient=PID&_count=1&_count=2; SHF-HTTP-005",
                "/Observation?patient=PID&_sort=code; SHF-HTTP-001",
                "/Observation?patient=PID&_sort=date,date,date,date; SHF-HTTP-006",
                "/Observation?patient=PID&_include=x; SHF-HTTP-001",
                "/Observation?patient=PID&_include:iterate=Observation:performer; SHF-HTTP-003",
                "/Observation?patient=PID&_summary=text; SHF-HTTP-001",
                "/Observation?patient=PID&code=%FF; SHF-HTTP-011",
                "/Observation?patient=PID&code=%00; SHF-HTTP-011",
                "/Observation?patient=PID&code=a%0D%0Ab; SHF-HTTP-011",
                "/Patient/PID/$everything?_type=Nothing; SHF-HTTP-001",
                "/Patient; SHF-HTTP-007",
                "/Patient?family=a; SHF-HTTP-007",
                "/Patient?family=a&birthdate=1980; SHF-HTTP-004",
                "/Patient?family=a&birthdate=1980-02-03&_sort=_lastUpdated; SHF-HTTP-001",
                "/Patient?identifier=1; SHF-HTTP-010",
                "/Patient?identifier=%7C1; SHF-HTTP-001",
                "/Patient?identifier=x%7C9990000018; SHF-HTTP-001",
                "/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C; SHF-HTTP-001",
                "/Patient?identifier=9990000018&family=a; SHF-HTTP-001",
                "/Patient?identifier=9990000018,9990000026; SHF-HTTP-005",
                "/Nothing?patient=PID; SHF-HTTP-201",
                "/Observation/unknown; SHF-HTTP-201",
                "/Patient/unknown; SHF-HTTP-201",
                "/Patient/unknown/$everything; SHF-HTTP-201",
                "/Patient/aaaaaaaaaaaaaaaaaaaaaaaaaa; SHF-HTTP-201",
                "/Patient/aaaaaaaaaaaaaaaaaaaaaaaaaa/$everything; SHF-HTTP-201",
                "/Patient/PID/$validate; SHF-HTTP-201",
                "/_history; SHF-HTTP-201",
                "/; SHF-HTTP-201"
            })
    void aWrongRequestIsToldWhatIsWrongAndNothingOfItself(String path, String code) {
        var response = region.get(path.replace("PID", person));

        assertThat(response.body()).contains(code).contains("OperationOutcome");
        assertThat(response.statusCode()).isBetween(400, 499);
        assertThat(response.body()).doesNotContain("java", "Exception", "9990000018", "292000000");
    }

    @Test
    void aParameterNobodyKnowsIsAWarningOrAnErrorAsTheClientPrefers() {
        var path = "/Condition?patient=" + person + "&colour=blue";

        var lenient = region.get(path);
        assertThat(lenient.statusCode()).isEqualTo(200);
        assertThat(lenient.body()).contains("SHF-HTTP-002").doesNotContain("colour is");
        var strict = region.send(region.request(path).header("Prefer", "handling=strict"));
        assertThat(strict.statusCode()).isEqualTo(400);
        assertThat(strict.body()).contains("SHF-HTTP-002");
    }

    @Test
    void tooMuchIsRefused() {
        var path = "/Observation?patient=" + person;

        assertThat(region.get(path + "&code=" + "a,".repeat(200)).body()).contains("SHF-HTTP-006");
        assertThat(region.get(path + "&code=a".repeat(120)).body()).contains("SHF-HTTP-006");
        assertThat(region.get(path + "&code=" + "a".repeat(9_000)).statusCode()).isEqualTo(414);
        var huge =
                region.send(
                        region.request("/Observation/_search")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "patient=" + "a".repeat(100_000))));
        assertThat(huge.statusCode()).isEqualTo(413);
    }

    @Test
    void aSearchByPostNeedsAForm() {
        var json =
                region.send(
                        region.request("/Observation/_search")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(json.statusCode()).isEqualTo(415);
        var form =
                region.send(
                        region.request("/Observation/_search?status=final")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("patient=" + person)));
        assertThat(form.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/fhir+xml", "application/xml", "text/xml"})
    void xmlSaysTheSameAsJson(String type) {
        var xml =
                region.send(
                        region.request("/Observation?patient=" + person).header("Accept", type));

        assertThat(xml.statusCode()).as(xml.body()).isEqualTo(200);
        assertThat(xml.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/fhir+xml");
        assertThat(xml.body()).contains("<Bundle").contains("value=\"1.10\"");
        assertThat(region.get("/Condition?_format=xml&patient=" + person).body())
                .contains("<Condition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/fhir+json; fhirVersion=3.0", "image/*;q=1"})
    void whatCannotBeGivenIsNotAcceptable(String accept) {
        var response =
                region.send(
                        region.request("/Observation?patient=" + person).header("Accept", accept));

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(region.get("/Observation?_format=../../x&patient=" + person).statusCode())
                .isEqualTo(406);
    }

    @Test
    void indentedJsonIsTheSameJson() {
        var path = "/Condition?patient=" + person + "&_pretty=";
        var plain = region.get(path + "false");
        var pretty = region.get(path + "true");

        assertThat(pretty.body()).contains("\n  ");
        assertThat(region.json(pretty).at("/entry/1")).isEqualTo(region.json(plain).at("/entry/1"));
    }
}
