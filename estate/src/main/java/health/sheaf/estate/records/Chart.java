package health.sheaf.estate.records;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Source;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One person's resources at one source while they are being written. Ids are the source's own: the
 * person's local number, the kind and a count.
 */
final class Chart {

    private final Person person;
    private final Source source;
    private final List<ObjectNode> resources = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    Chart(Person person, Source source) {
        this.person = person;
        this.source = source;
    }

    Person person() {
        return person;
    }

    String patientId() {
        return person.localNumber(source);
    }

    ObjectNode patient() {
        return Trees.reference("Patient", patientId());
    }

    List<ObjectNode> resources() {
        return List.copyOf(resources);
    }

    /**
     * Begins a resource and adds it to the chart.
     *
     * @param kind two or three letters for its id
     * @param changed when the source last changed it
     */
    ObjectNode begin(String type, String kind, LocalDate changed) {
        return begin(type, kind, Trees.noon(changed));
    }

    ObjectNode begin(String type, String kind, LocalDateTime changed) {
        int count = counts.merge(kind, 1, Integer::sum);
        return add(type, patientId() + "-" + kind + count, changed);
    }

    ObjectNode add(String type, String id, LocalDateTime changed) {
        var resource = shell(type, id, changed);
        resources.add(resource);
        return resource;
    }

    /** Type, id and meta: what every resource begins with. */
    static ObjectNode shell(String type, String id, LocalDateTime changed) {
        var resource = Trees.object().put("resourceType", type).put("id", id);
        var meta = resource.putObject("meta");
        meta.put("versionId", "1").put("lastUpdated", Trees.time(changed));
        meta.putArray("profile").add(Trees.UK_CORE + "UKCore-" + type);
        return resource;
    }
}
