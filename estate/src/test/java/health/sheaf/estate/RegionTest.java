package health.sheaf.estate;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.core.source.DefinitionFiles;
import health.sheaf.estate.people.Population;
import health.sheaf.estate.people.Showcase;
import health.sheaf.estate.people.Source;
import health.sheaf.kit.TestAuthority;
import health.sheaf.spi.Connector;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Outcome;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.PatientQuery;
import health.sheaf.spi.Section;
import health.sheaf.spi.SourceDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The region as the platform meets it: by its definitions, through the real connectors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegionTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path folder;
    private final Estate estate;

    RegionTest(@TempDir Path folder) {
        this.folder = folder;
        var cache = Path.of("target", "estate-cache").toAbsolutePath().toString();
        var options =
                Options.of(
                        List.of(
                                "--people",
                                "60",
                                "--directory",
                                folder.resolve("demo").toString(),
                                "--cache",
                                cache));
        estate = Estate.start(options, Clock.systemUTC(), new SecureRandom());
        new RunFolder(options.directory()).write(estate, 4711);
    }

    @AfterAll
    void stop() {
        client.close();
        estate.close();
    }

    @AfterEach
    void heal() {
        estate.sources().forEach(source -> source.faults().heal());
    }

    @Test
    void theDefinitionsAreReadAndNameFiveSources() {
        assertThat(definitions())
                .extracting(definition -> definition.id().value())
                .containsExactlyInAnyOrder(
                        "riverside-gp",
                        "infirmary-epr",
                        "infirmary-pas",
                        "pathology-lims",
                        "community-care");
    }

    @Test
    void everySourceGivesThePersonEverybodyKnowsWholeAnswers() {
        for (var definition : definitions()) {
            var result = fetch(definition, Showcase.EVERYWHERE);

            assertThat(result.outcomes())
                    .as(definition.id().value())
                    .isNotEmpty()
                    .allSatisfy((section, outcome) ->
                            assertThat(outcome).isInstanceOf(Outcome.Complete.class));
            assertThat(result.entries()).as(definition.id().value()).hasSizeGreaterThan(4);
            assertThat(result.entries())
                    .anyMatch(entry -> entry.resource().type().equals("Patient"));
        }
    }

    @Test
    void whatASourceHoldsIsWhatItsDefinitionSays() {
        for (var definition : definitions()) {
            var held = new HashSet<Section>();
            var population = estate.population();
            for (var showcase : Showcase.values()) {
                if (population.showcase(showcase).isKnownTo(source(definition))) {
                    fetch(definition, showcase).entries().stream()
                            .flatMap(entry -> entry.section().stream())
                            .forEach(held::add);
                }
            }
            assertThat(held).as(definition.id().value()).isEqualTo(definition.holds());
        }
    }

    @Test
    void aPersonIsFoundByNumberInEverySystemThatKnowsThemAndInNoOther() throws Exception {
        var person = estate.population().showcase(Showcase.TWO_SYSTEMS_ONLY);
        for (var definition : definitions()) {
            try (var connector = connect(definition)) {
                var found =
                        connector
                                .patients()
                                .orElseThrow()
                                .find(
                                        TestAuthority.directCare(),
                                        new PatientQuery.ByNhsNumber(
                                                new NhsNumber(person.nhsNumber())),
                                        deadline());
                assertThat(found.outcomes().get(Section.DEMOGRAPHICS))
                        .isInstanceOf(Outcome.Complete.class);
                assertThat(found.entries().isEmpty())
                        .as(definition.id().value())
                        .isNotEqualTo(person.isKnownTo(source(definition)));
            }
        }
    }

    @Test
    void theLaboratoryKeepsDigitsAndCodesThatNobodyMapped() {
        var result = fetch(definition("pathology-lims"), Showcase.LOCAL_CODES);
        var texts = result.entries().stream().map(RegionTest::text).toList();

        assertThat(texts).anyMatch(text -> text.contains("\"value\":4.10"));
        assertThat(texts)
                .anyMatch(text -> text.contains("\"XTRP\"") && !text.contains("loinc.org"));
    }

    @Test
    void episodesUnderTheSupersededNumberAreNotLost() {
        var person = estate.population().showcase(Showcase.MERGED_NUMBER);
        var episodes = estate.population().story(person).hospital().stays().size();
        var encounters =
                fetch(definition("infirmary-pas"), Showcase.MERGED_NUMBER).entries().stream()
                        .filter(entry -> entry.resource().type().equals("Encounter"));

        assertThat(encounters).hasSize(episodes);
    }

    @Test
    void theAdministrationMarksTheRestrictedPatient() {
        var patient =
                fetch(definition("infirmary-pas"), Showcase.RESTRICTED).entries().stream()
                        .filter(entry -> entry.resource().type().equals("Patient"))
                        .map(RegionTest::text)
                        .toList();

        assertThat(patient).singleElement().asString().contains("v3-Confidentiality");
    }

    @Test
    void aStoppedDatabaseIsDownAndComesBack() throws Exception {
        post("infirmary-pas", "stop");
        var down = fetch(definition("infirmary-pas"), Showcase.EVERYWHERE);
        assertThat(down.outcomes().values()).allMatch(outcome -> outcome instanceof Outcome.Failed);

        post("infirmary-pas", "start");
        var up = fetch(definition("infirmary-pas"), Showcase.EVERYWHERE);
        assertThat(up.outcomes().values()).allMatch(outcome -> outcome instanceof Outcome.Complete);
    }

    @Test
    void aDatabaseWhoseAnswersAreCutGivesNoResults() throws Exception {
        post("pathology-lims", "cut?bytes=3000");
        var result = fetch(definition("pathology-lims"), Showcase.LONG_HISTORY);

        assertThat(result.outcomes().get(Section.RESULTS)).isInstanceOf(Outcome.Failed.class);
        assertThat(result.entries())
                .noneMatch(entry -> entry.section().filter(Section.RESULTS::equals).isPresent());
    }

    @Test
    void theSwitchboardSaysHowASourceIsAndRefusesWhatItDoesNotKnow() throws Exception {
        assertThat(post("riverside-gp", "latency?ms=900").body()).contains("\"latencyMs\":900");
        assertThat(post("riverside-gp", "heal").body()).contains("\"latencyMs\":25");
        assertThat(post("riverside-gp", "explode").statusCode()).isEqualTo(400);
        assertThat(post("riverside-gp", "latency?ms=soon").statusCode()).isEqualTo(400);
        assertThat(post("pathology-lims", "foreign").statusCode()).isEqualTo(400);
        assertThat(post("nowhere", "stop").statusCode()).isEqualTo(404);
    }

    @Test
    void theDescriptionSaysWhatScriptsAndPeopleNeed() throws Exception {
        var tree = description();

        assertThat(tree.propertyNames())
                .containsExactly("issuer", "tokens", "patients", "sources", "pid");
        assertThat(tree.path("tokens").propertyNames())
                .containsExactly("clinician", "callHandler", "analyst", "administrator");
        assertThat(tree.path("patients").size()).isEqualTo(Showcase.values().length);
        assertThat(tree.path("patients").get(0).path("nhsNumber").asString())
                .isEqualTo(estate.population().showcase(Showcase.EVERYWHERE).nhsNumber());
        assertThat(tree.path("sources").size()).isEqualTo(5);
        assertThat(tree.path("pid").asInt()).isEqualTo(4711);
    }

    @Test
    void secretsAreForTheirOwnerOnlyAndStandInNoDefinition() throws Exception {
        var demo = folder.resolve("demo");
        try (var secrets = Files.list(demo.resolve("secrets"))) {
            for (var secret : secrets.toList()) {
                assertThat(Files.getPosixFilePermissions(secret))
                        .containsExactlyInAnyOrder(
                                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
                var value = Files.readString(secret);
                try (var definitions = Files.list(demo.resolve("sources"))) {
                    for (var file : definitions.toList()) {
                        assertThat(Files.readString(file)).doesNotContain(value);
                    }
                }
            }
        }
    }

    private List<SourceDefinition> definitions() {
        return DefinitionFiles.load(folder.resolve("demo").resolve("sources"));
    }

    private SourceDefinition definition(String id) {
        return definitions().stream()
                .filter(definition -> definition.id().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Source source(SourceDefinition definition) {
        for (var source : Source.values()) {
            if (source.id().equals(definition.id().value())) {
                return source;
            }
        }
        throw new AssertionError("no such source: " + definition.id());
    }

    private FetchResult fetch(SourceDefinition definition, Showcase showcase) {
        Population population = estate.population();
        var number = new NhsNumber(population.showcase(showcase).nhsNumber());
        try (var connector = connect(definition)) {
            var types = new HashSet<>(connector.capabilities().resourceTypes());
            types.retainAll(Section.allResourceTypes());
            types.add("Patient");
            var request =
                    new FetchRequest(
                            new PatientKey.National(number), Set.copyOf(types), List.of(), 10_000);
            return connector.fetch(TestAuthority.directCare(), request, deadline());
        }
    }

    private Connector connect(SourceDefinition definition) {
        var demo = folder.resolve("demo");
        var context =
                new ConnectorContext(
                        Clock.systemUTC(),
                        System::nanoTime,
                        name -> secret(demo.resolve("secrets").resolve(name)),
                        demo,
                        demo.resolve("drivers"));
        return ServiceLoader.load(ConnectorFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals(definition.connector()))
                .findFirst()
                .orElseThrow()
                .create(definition, context);
    }

    private static String secret(Path file) {
        try {
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(60), System::nanoTime);
    }

    private static String text(Entry entry) {
        return new String(entry.resource().toBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private JsonNode description() throws IOException {
        return JSON.readTree(Files.readString(folder.resolve("demo").resolve("estate.json")));
    }

    private HttpResponse<String> post(String source, String action) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(estate.control().control(source) + "/" + action))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
