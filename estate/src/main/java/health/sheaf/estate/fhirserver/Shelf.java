package health.sheaf.estate.fhirserver;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.records.Records;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The resources of one server. Charts are made on demand; the last few hundred are kept. */
final class Shelf {

    private static final int KEPT = 300;

    private final Records records;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final List<ObjectNode> shared;
    private final Map<String, List<ObjectNode>> charts =
            new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, List<ObjectNode>> eldest) {
                    return size() > KEPT;
                }
            };

    Shelf(Records records) {
        this.records = records;
        this.shared = records.shared();
        records.people().forEach(person -> people.put(records.patientId(person), person));
    }

    List<ObjectNode> shared() {
        return shared;
    }

    /** The ids of all patients. */
    List<String> patientIds() {
        return List.copyOf(people.keySet());
    }

    /** Every Patient, without anything else of theirs being made. */
    List<ObjectNode> patients() {
        return people.values().stream().map(records::patient).toList();
    }

    /** A patient's resources, the Patient first; empty where there is no such patient. */
    List<ObjectNode> chart(String patientId) {
        var person = people.get(patientId);
        if (person == null) {
            return List.of();
        }
        synchronized (charts) {
            var kept = charts.get(patientId);
            if (kept != null) {
                return kept;
            }
        }
        var made = records.of(person);
        synchronized (charts) {
            charts.put(patientId, made);
        }
        return made;
    }

    Optional<ObjectNode> find(String type, String id) {
        // The id of a patient's resource begins with the patient's.
        int dash = id.lastIndexOf('-');
        var owner = type.equals("Patient") || dash < 0 ? id : id.substring(0, dash);
        var candidates = new ArrayList<>(chart(owner));
        candidates.addAll(shared);
        return candidates.stream().filter(tree -> is(tree, type, id)).findFirst();
    }

    /** Somebody else: the patient after this one. */
    String somebodyElse(String patientId) {
        var ids = patientIds();
        return ids.get((ids.indexOf(patientId) + 1) % ids.size());
    }

    private static boolean is(ObjectNode tree, String type, String id) {
        return tree.path("id").asString("").equals(id)
                && tree.path("resourceType").asString("").equals(type);
    }
}
