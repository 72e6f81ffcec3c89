package health.sheaf.estate.fhirserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.estate.fault.Faults;
import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Showcase;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.records.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class FhirSimulatorTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Population population = Population.of(60, 5, LocalDate.of(2026, 11, 1));
    private final Faults faults = new Faults(Duration.ZERO);
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<FhirSimulator> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(FhirSimulator::close);
        client.close();
    }

    @Test
    void withoutItsKeyTheGpServerShowsOnlyWhatItCan() throws Exception {
        var gp = gp();

        assertThat(get(gp, "Patient", "X-Nothing", "x").statusCode()).isEqualTo(401);
        assertThat(get(gp, "metadata", "X-Nothing", "x").statusCode()).isEqualTo(200);
    }

    @Test
    void theGpServerGivesPagesOfTwentyUntilThereAreNoMore() throws Exception {
        var gp = gp();
        var patient = id(Source.RIVERSIDE_GP, Showcase.LONG_HISTORY);
        var bundle = bundle(gp, "Observation?patient=" + patient + "&_count=500");
        int total = bundle.path("total").asInt();
        int pages = 1;
        int entries = bundle.path("entry").size();
        assertThat(entries).isEqualTo(20);
        for (var next = link(bundle, "next"); !next.isEmpty(); next = link(bundle, "next")) {
            bundle = json(fetch(URI.create(next), "X-API-Key", "secret"));
            entries += bundle.path("entry").size();
            pages++;
        }

        assertThat(entries).isEqualTo(total).isGreaterThan(200);
        assertThat(pages).isEqualTo((total + 19) / 20);
    }

    @Test
    void whatTheGpServerDoesNotKnowIsLeftOutAndTheSelfLinkSaysSo() throws Exception {
        var gp = gp();
        var patient = id(Source.RIVERSIDE_GP, Showcase.LONG_HISTORY);
        var all = bundle(gp, "Observation?patient=" + patient);
        var bundle = bundle(gp, "Observation?patient=" + patient + "&category=laboratory");

        assertThat(bundle.path("total").asInt()).isEqualTo(all.path("total").asInt());
        assertThat(link(bundle, "self")).contains("patient=").doesNotContain("category");
    }

    @Test
    void aPatientIsFoundByNhsNumberInTheBodyOfAPost() throws Exception {
        var gp = gp();
        var person = population.showcase(Showcase.UNUSUAL_NAME);
        var request =
                HttpRequest.newBuilder(URI.create(gp.address() + "/Patient/_search"))
                        .header("X-API-Key", "secret")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C"
                                                + person.nhsNumber()))
                        .build();
        var bundle = json(client.send(request, HttpResponse.BodyHandlers.ofByteArray()));

        assertThat(bundle.path("total").asInt()).isEqualTo(1);
        var patient = bundle.path("entry").get(0).path("resource");
        assertThat(patient.path("name").get(0).path("family").asString())
                .isEqualTo("O'Brien-Nuñez");
        assertThat(patient.toString()).contains("Extension-UKCore-NHSNumberVerificationStatus");
    }

    @Test
    void theHospitalGivesEverythingIndentedAndFilteredByType() throws Exception {
        var epr = epr();
        var patient = id(Source.INFIRMARY_EPR, Showcase.EVERYWHERE);
        var whole = bundle(epr, "Patient/" + patient + "/$everything");
        var some = bundle(epr, "Patient/" + patient + "/$everything?_type=Encounter,Patient");

        assertThat(types(whole))
                .contains("Patient", "Encounter", "Observation", "Practitioner", "Organization");
        assertThat(types(some)).containsOnly("Patient", "Encounter");
        assertThat(body(epr, "Patient/" + patient)).contains("\n  \"");
        assertThat(status(gp(), "Patient/" + patient + "/$everything")).isEqualTo(404);
    }

    @Test
    void theHospitalFiltersSortsAndIncludes() throws Exception {
        var epr = epr();
        var patient = id(Source.INFIRMARY_EPR, Showcase.EVERYWHERE);
        var pulse =
                bundle(
                        epr,
                        "Observation?patient=Patient/"
                                + patient
                                + "&code=http%3A%2F%2Fsnomed.info%2Fsct%7C364075005&_sort=-date"
                                + "&_include=Observation:encounter");
        var times = new ArrayList<String>();
        for (var entry : pulse.path("entry")) {
            if (entry.path("search").path("mode").asString().equals("match")) {
                assertThat(entry.toString()).contains("364075005");
                times.add(
                        entry.path("resource")
                                .path("effectiveDateTime")
                                .asString()
                                .substring(0, 16));
            }
        }

        assertThat(times).isSortedAccordingTo(java.util.Comparator.reverseOrder()).isNotEmpty();
        assertThat(types(pulse)).contains("Encounter");
        assertThat(
                        bundle(epr, "Observation?patient=" + patient + "&date=lt1990-01-01")
                                .path("total")
                                .asInt())
                .isZero();
        assertThat(
                        bundle(epr, "Observation?patient=" + patient + "&date=ge1990")
                                .path("total")
                                .asInt())
                .isPositive();
    }

    @Test
    void theCommunityServerRefusesWhatItDoesNotKnowAndCompresses() throws Exception {
        var community = community();
        var patient = id(Source.COMMUNITY_CARE, Showcase.EVERYWHERE);

        assertThat(status(community, "CarePlan?patient=" + patient + "&colour=blue"))
                .isEqualTo(400);
        var request =
                HttpRequest.newBuilder(
                                URI.create(community.address() + "/Encounter?patient=" + patient))
                        .header("Authorization", "Bearer good")
                        .header("Accept-Encoding", "gzip")
                        .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        var plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertThat(JSON.readTree(plain).path("total").asInt()).isPositive();
    }

    @Test
    void aResourceIsReadWithItsVersionAndNotSentAgain() throws Exception {
        var epr = epr();
        var patient = id(Source.INFIRMARY_EPR, Showcase.EVERYWHERE);
        var first = get(epr, "Patient/" + patient, "Authorization", BASIC);

        assertThat(first.headers().firstValue("ETag")).hasValue("W/\"1\"");
        var request =
                HttpRequest.newBuilder(URI.create(epr.address() + "/Patient/" + patient))
                        .header("Authorization", BASIC)
                        .header("If-None-Match", "W/\"1\"")
                        .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(304);
        assertThat(status(epr, "Patient/nobody")).isEqualTo(404);
        assertThat(body(epr, "Patient/nobody")).contains("OperationOutcome");
    }

    @Test
    void theCapabilityStatementNamesWhatTheServerHasAndNothingElse() throws Exception {
        var gp = json(get(gp(), "metadata", "X-API-Key", "secret")).toString();
        var epr = json(get(epr(), "metadata", "Authorization", BASIC)).toString();

        assertThat(gp).doesNotContain("everything").doesNotContain("_lastUpdated");
        assertThat(epr).contains("Patient-everything").contains("_lastUpdated");
    }

    @Test
    void aStoppedServerRefusesConnectionsAndComesBackOnItsPort() throws Exception {
        var gp = gp();
        var address = gp.address();
        gp.stop();
        assertThatThrownBy(() -> status(gp, "Patient")).isInstanceOf(ConnectException.class);

        gp.start();
        assertThat(gp.address()).isEqualTo(address);
        assertThat(status(gp, "Patient")).isEqualTo(200);
    }

    @Test
    void aHangingServerSendsItsHeadersAndNothingMore() throws Exception {
        var gp = gp();
        faults.hang();
        var request =
                HttpRequest.newBuilder(URI.create(gp.address() + "/Patient"))
                        .header("X-API-Key", "secret")
                        .timeout(Duration.ofMillis(600))
                        .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().available()).isZero();
        answer.body().close();

        faults.heal();
        assertThat(status(gp, "Patient")).isEqualTo(200);
    }

    @Test
    void aCutBodyBreaksOrEndsAsIfItWereWhole() throws Exception {
        var gp = gp();
        faults.cutAfter(1000, Faults.Cut.BREAK);
        assertThatThrownBy(() -> body(gp, "Patient")).isInstanceOf(IOException.class);

        faults.cutAfter(1000, Faults.Cut.CLEAN);
        assertThat(body(gp, "Patient")).hasSize(1000);
    }

    @Test
    void aForeignResourceIsSlippedInAmongThePatientsOwn() throws Exception {
        var epr = epr();
        var patient = id(Source.INFIRMARY_EPR, Showcase.EVERYWHERE);
        faults.slipIn();
        var bundle = bundle(epr, "Patient/" + patient + "/$everything");
        int foreign = 0;
        for (var entry : bundle.path("entry")) {
            var subject = entry.path("resource").path("subject").path("reference").asString("");
            if (!subject.isEmpty() && !subject.equals("Patient/" + patient)) {
                foreign++;
            }
        }
        assertThat(foreign).isEqualTo(1);
    }

    @Test
    void aSlowServerTakesItsTime() throws Exception {
        var gp = gp();
        faults.slow(Duration.ofMillis(700));
        var request =
                HttpRequest.newBuilder(URI.create(gp.address() + "/Patient"))
                        .header("X-API-Key", "secret")
                        .timeout(Duration.ofMillis(200))
                        .build();
        assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
    }

    private static final String BASIC = "Basic c2hlYWY6c2VjcmV0";

    private FhirSimulator gp() {
        return start(Habits.riversideGp(), Access.apiKey("X-API-Key", "secret"));
    }

    private FhirSimulator epr() {
        return start(Habits.infirmaryEpr(), Access.basic("sheaf", "secret"));
    }

    private FhirSimulator community() {
        return start(Habits.communityCare(), Access.bearer("good"::equals));
    }

    private FhirSimulator start(Habit habit, Access access) {
        var records = new Records(population, habit.source(), false);
        var server = new FhirSimulator(habit, access, records, 0, faults, new SplittableRandom(1));
        server.start();
        started.add(server);
        return server;
    }

    private String id(Source source, Showcase showcase) {
        Person person = population.showcase(showcase);
        return person.localNumber(source);
    }

    private HttpResponse<byte[]> get(FhirSimulator server, String path, String header, String value)
            throws Exception {
        return fetch(URI.create(server.address() + "/" + path), header, value);
    }

    private HttpResponse<byte[]> fetch(URI uri, String header, String value) throws Exception {
        var request = HttpRequest.newBuilder(uri).header(header, value).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(FhirSimulator server, String path) throws Exception {
        return switch (server.id()) {
            case "riverside-gp" -> get(server, path, "X-API-Key", "secret");
            case "infirmary-epr" -> get(server, path, "Authorization", BASIC);
            case String other -> get(server, path, "Authorization", "Bearer good");
        };
    }

    private int status(FhirSimulator server, String path) throws Exception {
        return get(server, path).statusCode();
    }

    private String body(FhirSimulator server, String path) throws Exception {
        return new String(get(server, path).body(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private JsonNode bundle(FhirSimulator server, String path) throws Exception {
        var answer = get(server, path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        return JSON.readTree(answer.body());
    }

    private static String link(JsonNode bundle, String relation) {
        for (var link : bundle.path("link")) {
            if (link.path("relation").asString().equals(relation)) {
                return link.path("url").asString();
            }
        }
        return "";
    }

    private static List<String> types(JsonNode bundle) {
        var types = new ArrayList<String>();
        for (var entry : bundle.path("entry")) {
            types.add(entry.path("resource").path("resourceType").asString());
        }
        return types;
    }
}
