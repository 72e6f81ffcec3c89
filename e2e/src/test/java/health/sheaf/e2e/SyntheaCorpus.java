package health.sheaf.e2e;

import health.sheaf.kit.ExactJson;
import health.sheaf.spi.NhsNumber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The charts of {@code synthea-uk-r4.tar.gz}, written by a generator that knows nothing of us. What
 * a server does that takes a transaction in is done here: {@code urn:uuid:} and conditional
 * references become {@code Type/id}. An NHS number of the test range is added to every Patient; all
 * else is as it was.
 *
 * @param practitioners whom the charts refer to. The organisations they refer to are not in the
 *     archive
 */
record SyntheaCorpus(List<Chart> charts, List<ObjectNode> practitioners) {

    /** Where an archive, or the folder of all of them, lies. */
    static final Path FOLDER =
            Path.of(
                    Objects.requireNonNullElse(
                            System.getenv("SHEAF_CORPORA"),
                            Repository.ROOT.resolveSibling("shared/corpora").toString()));

    static final Path ARCHIVE = FOLDER.resolve("synthea-uk-r4.tar.gz");

    private static final Pattern CONDITIONAL =
            Pattern.compile("(Practitioner|Organization)\\?identifier=[^|]*\\|(.*)");

    /**
     * One patient.
     *
     * @param resources all of them but the Patient
     */
    record Chart(NhsNumber number, ObjectNode patient, List<ObjectNode> resources) {

        /**
         * The resources in groups: what is in one refers to nothing in another, but to the patient,
         * to practitioners and to organisations.
         */
        Collection<List<ObjectNode>> groups() {
            var groups = new HashMap<String, List<ObjectNode>>();
            resources.forEach(one -> groups.put(reference(one), new ArrayList<>(List.of(one))));
            for (var resource : resources) {
                for (var target : references(resource)) {
                    var there = groups.get(target.path("reference").stringValue());
                    var here = Objects.requireNonNull(groups.get(reference(resource)));
                    boolean apart =
                            there != null
                                    && !reference(there.getFirst())
                                            .equals(reference(here.getFirst()));
                    if (there != null && apart) {
                        here.addAll(there);
                        there.forEach(member -> groups.put(reference(member), here));
                    }
                }
            }
            var distinct = new LinkedHashMap<String, List<ObjectNode>>();
            resources.forEach(one -> {
                var group = Objects.requireNonNull(groups.get(reference(one)));
                distinct.putIfAbsent(reference(group.getFirst()), group);
            });
            return distinct.values();
        }
    }

    /** The charts of the smallest bundles. */
    static SyntheaCorpus smallest(int count, Path scratch)
            throws IOException, InterruptedException {
        var tar =
                new ProcessBuilder("tar", "-xzf", ARCHIVE.toString(), "-C", scratch.toString())
                        .inheritIO()
                        .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar cannot read " + ARCHIVE);
        }
        var practitioners = new ArrayList<ObjectNode>();
        var bundles = new ArrayList<Path>();
        try (var files = Files.walk(scratch)) {
            for (var file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
                if (file.toString().contains("practitionerInformation")) {
                    practitioners.addAll(resources(file));
                } else {
                    bundles.add(file);
                }
            }
        }
        bundles.sort(Comparator.comparingLong(file -> file.toFile().length()));
        var numbers = numbers();
        var charts = new ArrayList<Chart>();
        for (var bundle : bundles.subList(0, Math.min(count, bundles.size()))) {
            charts.add(chart(resources(bundle), practitioners, numbers.get(charts.size())));
        }
        return new SyntheaCorpus(charts, practitioners);
    }

    /** {@code Type/id}. */
    static String reference(ObjectNode resource) {
        return resource.path("resourceType").stringValue()
                + "/"
                + resource.path("id").stringValue();
    }

    /** Every Reference element at any depth that has a literal reference. */
    static List<ObjectNode> references(JsonNode tree) {
        var found = new ArrayList<ObjectNode>();
        if (tree instanceof ObjectNode object && object.path("reference").isString()) {
            found.add(object);
        }
        tree.forEach(child -> found.addAll(references(child)));
        return found;
    }

    private static Chart chart(
            List<ObjectNode> all, List<ObjectNode> practitioners, NhsNumber number) {
        var byId = new HashMap<String, ObjectNode>();
        all.forEach(one -> byId.put(one.path("id").stringValue(), one));
        var byNumber = new HashMap<String, ObjectNode>();
        for (var one : practitioners) {
            byNumber.put(one.path("identifier").path(0).path("value").stringValue(), one);
        }
        for (var resource : all) {
            for (var element : references(resource)) {
                element.put(
                        "reference",
                        resolved(element.path("reference").stringValue(), byId, byNumber));
            }
        }
        var patient = all.stream().filter(SyntheaCorpus::isPatient).findFirst().orElseThrow();
        var identifier = patient.withArray("identifier").addObject();
        identifier.put("system", NhsNumber.SYSTEM);
        identifier.put("value", number.value());
        return new Chart(number, patient, all.stream().filter(one -> !isPatient(one)).toList());
    }

    private static boolean isPatient(ObjectNode resource) {
        return resource.path("resourceType").stringValue().equals("Patient");
    }

    private static String resolved(
            String reference, Map<String, ObjectNode> byId, Map<String, ObjectNode> byNumber) {
        if (reference.startsWith("urn:uuid:")) {
            var target = byId.get(reference.substring("urn:uuid:".length()));
            return reference(Objects.requireNonNull(target, reference));
        }
        var conditional = CONDITIONAL.matcher(reference);
        if (!conditional.matches()) {
            throw new IllegalStateException("a reference of an unknown kind: " + reference);
        }
        var value = conditional.group(2);
        return conditional.group(1).equals("Practitioner")
                ? reference(Objects.requireNonNull(byNumber.get(value), reference))
                : "Organization/" + value;
    }

    private static List<ObjectNode> resources(Path bundle) throws IOException {
        var found = new ArrayList<ObjectNode>();
        for (var entry : ExactJson.read(Files.readString(bundle)).path("entry")) {
            found.add((ObjectNode) entry.path("resource"));
        }
        return found;
    }

    private static List<NhsNumber> numbers() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> NhsNumber.parse("999%07d".formatted(8_000_000 + i)))
                .flatMap(java.util.Optional::stream)
                .toList();
    }
}
