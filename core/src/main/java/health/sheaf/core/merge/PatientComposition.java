package health.sheaf.core.merge;

import health.sheaf.core.identity.Person;
import health.sheaf.spi.Entry;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Resource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The person's own Patient, put together from the Patients of the sources. The source whose
 * demographics rank first gives the single-valued elements; lists are joined; where sources differ
 * the difference is named, and every source's Patient stays in the record and is linked.
 */
final class PatientComposition {

    private static final List<String> SINGLE =
            List.of("active", "gender", "birthDate", "deceasedBoolean", "deceasedDateTime");
    private static final List<String> DISPUTED = List.of("gender", "birthDate", "deceasedBoolean");
    private static final List<String> LISTS = List.of("name", "telecom", "address");

    private final FhirJson json;

    PatientComposition(FhirJson json) {
        this.json = json;
    }

    /**
     * The composed Patient.
     *
     * @param resource under the person's id
     * @param conflicts what the sources disagree about, without values
     */
    record Composed(Resource resource, List<String> conflicts) {}

    /**
     * Composes.
     *
     * @param ranked the sources' Patients, best first; at least one
     * @param links the handed-out ids of those Patients, in the same order
     */
    Composed compose(Person person, List<Entry> ranked, List<String> links) {
        var nodes = JsonNodeFactory.instance;
        var trees = ranked.stream().map(entry -> entry.resource().toTree()).toList();
        var patient = nodes.objectNode();
        patient.put("resourceType", "Patient");
        patient.put("id", person.id().value());
        security(patient, trees);
        var identifier = patient.putArray("identifier").addObject();
        identifier.put("system", NhsNumber.SYSTEM);
        identifier.put("value", person.nhsNumber().value());
        for (var name : SINGLE) {
            trees.stream()
                    .filter(tree -> tree.has(name))
                    .findFirst()
                    .ifPresent(tree -> patient.set(name, tree.get(name)));
        }
        if (patient.has("deceasedDateTime")) {
            patient.remove("deceasedBoolean");
        }
        for (var name : LISTS) {
            join(patient, name, trees);
        }
        var link = patient.putArray("link");
        for (var id : links) {
            var other = link.addObject();
            other.putObject("other").put("reference", "Patient/" + id);
            other.put("type", "seealso");
        }
        return new Composed(json.of(patient), conflicts(trees));
    }

    /** The S-flag of any source is the person's. */
    private static void security(ObjectNode patient, List<ObjectNode> trees) {
        var labels = new LinkedHashSet<JsonNode>();
        trees.forEach(tree -> tree.path("meta").path("security").forEach(labels::add));
        if (!labels.isEmpty()) {
            var security = patient.putObject("meta").putArray("security");
            labels.forEach(security::add);
        }
    }

    private static void join(ObjectNode patient, String name, List<ObjectNode> trees) {
        Set<JsonNode> distinct = new LinkedHashSet<>();
        for (var tree : trees) {
            tree.path(name).forEach(distinct::add);
        }
        if (!distinct.isEmpty()) {
            var array = patient.putArray(name);
            distinct.forEach(array::add);
        }
    }

    private static List<String> conflicts(List<ObjectNode> trees) {
        var conflicts = new ArrayList<String>();
        for (var name : DISPUTED) {
            long values =
                    trees.stream()
                            .filter(tree -> tree.has(name))
                            .map(tree -> tree.get(name))
                            .distinct()
                            .count();
            if (values > 1) {
                conflicts.add("The sources differ about the patient's " + words(name) + ".");
            }
        }
        return conflicts;
    }

    private static String words(String element) {
        return switch (element) {
            case "birthDate" -> "date of birth";
            case "deceasedBoolean" -> "death";
            case String other -> other;
        };
    }
}
