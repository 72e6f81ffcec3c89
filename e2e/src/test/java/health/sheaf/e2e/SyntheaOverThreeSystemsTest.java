package health.sheaf.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import health.sheaf.core.merge.Merge;
import health.sheaf.core.merge.RecordEntry;
import health.sheaf.core.record.PatientRecord;
import health.sheaf.e2e.ThreeSystems.SourceSystem;
import health.sheaf.kit.ExactJson;
import health.sheaf.spi.NhsNumber;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * The main job on input nobody here wrote: the charts of a generator, spread over two HAPI servers
 * and the tables of a PostgreSQL, come back whole: all of the archive's bundles, every resource.
 */
final class SyntheaOverThreeSystemsTest {

    private static final int CHARTS = 28;
    private static final String SEARCHED = "hapi-searched";
    private static final String EVERYTHING = "hapi-everything";
    private static final String TABLES = "postgres-tables";
    private static final List<String> MAPS =
            List.of(
                    "patient",
                    "practitioner",
                    "encounter",
                    "condition",
                    "immunization",
                    "allergy",
                    "procedure",
                    "observation");

    /** Every resource by source and local reference, as the source has it. */
    private final Map<String, List<ObjectNode>> held = new LinkedHashMap<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the test runs.
    private Path folder;

    @Test
    void everyResourceComesBackOnceAndUnaltered() throws Exception {
        assumeTrue(
                Files.isReadable(SyntheaCorpus.ARCHIVE),
                "no " + SyntheaCorpus.ARCHIVE + ": SHEAF_CORPORA names the folder it lies in");
        var corpus =
                SyntheaCorpus.smallest(CHARTS, Files.createDirectory(folder.resolve("charts")));
        assertThat(corpus.charts()).hasSize(CHARTS);
        spread(corpus);

        try (var searched = new ChartServer(held(SEARCHED), false, 50, made("tomcat-searched"));
                var everything =
                        new ChartServer(held(EVERYTHING), true, 100, made("tomcat-everything"));
                var postgres = EmbeddedPostgres.builder().start();
                var platform = platform(searched, everything, postgres)) {
            var compared = new TreeMap<String, Integer>();
            for (var chart : corpus.charts()) {
                var record = platform.record(chart.number());
                assertThat(record.ledger().isComplete()).as(record.ledger().toString()).isTrue();
                compare(chart, corpus.practitioners(), record, platform, compared);
            }
            var all = held.values().stream().mapToInt(List::size).sum();
            // Practitioners lie in each system once, and come with each record that names them.
            assertThat(
                            compared.entrySet().stream()
                                    .filter(entry -> !entry.getKey().endsWith(" Practitioner"))
                                    .mapToInt(Map.Entry::getValue)
                                    .sum())
                    .isEqualTo(all - 3 * corpus.practitioners().size());
            assertThat(compared.keySet())
                    .as("types and systems compared: " + compared)
                    .contains(
                            TABLES + " AllergyIntolerance",
                            TABLES + " Condition",
                            TABLES + " Encounter",
                            TABLES + " Immunization",
                            TABLES + " Observation",
                            TABLES + " Practitioner",
                            TABLES + " Procedure",
                            SEARCHED + " Condition",
                            EVERYTHING + " Condition");
            Files.writeString(Path.of("target", "synthea-compared.txt"), compared.toString());
        }
    }

    /**
     * What belongs together stays in one system: all that the tables hold goes into them, the rest
     * to the emptier of the two servers. The patient is known, and the practitioners are, to all.
     */
    private void spread(SyntheaCorpus corpus) {
        for (var source : List.of(SEARCHED, EVERYTHING, TABLES)) {
            corpus.practitioners().forEach(one -> held(source).add(one));
        }
        for (var chart : corpus.charts()) {
            held(SEARCHED).add(chart.patient());
            held(EVERYTHING).add(chart.patient());
            held(TABLES).add(demographics(chart.patient()));
            for (var group : chart.groups()) {
                if (group.stream().allMatch(ChartTables::hold)) {
                    held(TABLES).addAll(group);
                } else if (held(SEARCHED).size() <= held(EVERYTHING).size()) {
                    held(SEARCHED).addAll(group);
                } else {
                    held(EVERYTHING).addAll(group);
                }
            }
        }
    }

    private List<ObjectNode> held(String source) {
        return held.computeIfAbsent(source, key -> new ArrayList<>());
    }

    /** What the tables keep of a Patient. */
    private static ObjectNode demographics(ObjectNode patient) {
        var kept = patient.deepCopy();
        kept.retain("resourceType", "id", "identifier", "name", "gender", "birthDate");
        var number = patient.path("identifier").path(patient.path("identifier").size() - 1);
        kept.putArray("identifier").add(number.deepCopy());
        var name = ((ObjectNode) patient.path("name").path(0)).deepCopy();
        kept.putArray("name").add(name.retain("use", "family", "given"));
        return kept;
    }

    private ThreeSystems platform(
            ChartServer searched, ChartServer everything, EmbeddedPostgres postgres)
            throws Exception {
        try (var connection = postgres.getPostgresDatabase().getConnection()) {
            ChartTables.fill(connection, held(TABLES));
        }
        var maps = Objects.requireNonNull(getClass().getResource("/synthea/patient.map.yaml"));
        return new ThreeSystems(
                List.of(
                        new SourceSystem(
                                SEARCHED,
                                "fhir",
                                Map.of("base-url", searched.base(), "page-size", 50)),
                        new SourceSystem(
                                EVERYTHING,
                                "fhir",
                                Map.of("base-url", everything.base(), "page-size", 100)),
                        new SourceSystem(
                                TABLES,
                                "jdbc",
                                Map.of(
                                        "url",
                                        "jdbc:postgresql://localhost:"
                                                + postgres.getPort()
                                                + "/postgres",
                                        "user",
                                        "postgres",
                                        "password",
                                        "password",
                                        "maps",
                                        MAPS.stream().map(map -> map + ".map.yaml").toList()))),
                made("platform"),
                Objects.requireNonNull(Path.of(maps.toURI()).getParent()),
                "postgres");
    }

    private Path made(String name) throws java.io.IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private void compare(
            SyntheaCorpus.Chart chart,
            List<ObjectNode> practitioners,
            PatientRecord record,
            ThreeSystems platform,
            Map<String, Integer> compared) {
        var expected = expected(chart, practitioners);
        var came = new LinkedHashMap<String, String>();
        var handedOut = new HashSet<String>();
        for (var entry : record.entries()) {
            assertThat(handedOut.add(entry.type() + "/" + entry.id())).isTrue();
            var origin = entry.origin();
            if (origin == null) {
                assertIsThePerson(entry, chart.number(), record);
                continue;
            }
            var key = origin.source().value() + " " + origin.localReference();
            var before = came.put(key, asItWas(entry, chart, record, platform));
            assertThat(before).as("given twice: " + key).isNull();
            compared.merge(origin.source().value() + " " + entry.type(), 1, Integer::sum);
        }
        assertThat(came.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((key, resource) -> assertThat(came.get(key)).as(key).isEqualTo(resource));
        for (var entry : record.entries()) {
            assertThat(entry.resource().references())
                    .filteredOn(reference -> !reference.startsWith("Organization/"))
                    .allSatisfy(reference -> assertThat(handedOut).contains(reference));
        }
    }

    /** What the sources hold of a patient, and of whom that refers to; by source and reference. */
    private Map<String, String> expected(
            SyntheaCorpus.Chart chart, List<ObjectNode> practitioners) {
        Set<String> ofPatient = new HashSet<>();
        ofPatient.add(SyntheaCorpus.reference(chart.patient()));
        chart.resources().forEach(one -> ofPatient.add(SyntheaCorpus.reference(one)));
        var expected = new TreeMap<String, String>();
        held.forEach((source, resources) -> {
            var named = new HashSet<String>();
            for (var resource : resources) {
                if (ofPatient.contains(SyntheaCorpus.reference(resource))) {
                    expected.put(
                            source + " " + SyntheaCorpus.reference(resource),
                            ExactJson.canonical(resource));
                    SyntheaCorpus.references(resource)
                            .forEach(one -> named.add(one.path("reference").stringValue()));
                }
            }
            for (var one : practitioners) {
                if (named.contains(SyntheaCorpus.reference(one))) {
                    expected.put(
                            source + " " + SyntheaCorpus.reference(one), ExactJson.canonical(one));
                }
            }
        });
        return expected;
    }

    /** An entry with the ids and references of its source, and without the mark of its source. */
    private static String asItWas(
            RecordEntry entry,
            SyntheaCorpus.Chart chart,
            PatientRecord record,
            ThreeSystems platform) {
        var origin = Objects.requireNonNull(entry.origin());
        var tree = ExactJson.read(new String(entry.resource().toBytes(), StandardCharsets.UTF_8));
        assertThat(tree.path("meta").size()).as("elements of meta").isEqualTo(1);
        assertThat(tree.path("meta").path("source").stringValue())
                .isEqualTo(Merge.META_SOURCE + origin.source().value());
        assertThat(tree.path("id").stringValue()).isEqualTo(entry.id());
        var own = platform.nativeId(entry.type(), entry.id());
        assertThat(own.source()).isEqualTo(origin.source());
        tree.put("id", own.value());
        for (var element : SyntheaCorpus.references(tree)) {
            var parts = element.path("reference").stringValue().split("/");
            if (parts[0].equals("Patient")) {
                assertThat(parts[1]).isEqualTo(record.person().id().value());
                element.put("reference", SyntheaCorpus.reference(chart.patient()));
            } else {
                var target = platform.nativeId(parts[0], parts[1]);
                assertThat(target.source()).isEqualTo(origin.source());
                element.put("reference", parts[0] + "/" + target.value());
            }
        }
        return ExactJson.canonical(tree);
    }

    /** The Patient put together from the three; each of those is an entry, too. */
    private static void assertIsThePerson(
            RecordEntry entry, NhsNumber number, PatientRecord record) {
        assertThat(entry.id()).isEqualTo(record.person().id().value());
        assertThat(entry.resource().values("identifier.value")).containsExactly(number.value());
        assertThat(entry.resource().values("link.other.reference")).hasSize(3);
    }
}
