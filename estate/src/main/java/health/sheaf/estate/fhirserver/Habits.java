package health.sheaf.estate.fhirserver;

import health.sheaf.estate.fhirserver.Habit.Unknown;
import health.sheaf.estate.people.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The three products of the region. */
public final class Habits {

    private Habits() {}

    /** Small pages, no {@code $everything}, few parameters, and silent about the rest. */
    public static Habit riversideGp() {
        var parameters = new HashMap<String, Set<String>>();
        parameters.put(
                "Patient", Set.of("_id", "identifier", "family", "given", "birthdate", "gender"));
        parameters.put("AllergyIntolerance", Set.of("_id", "patient", "clinical-status"));
        parameters.put("Condition", Set.of("_id", "patient", "code", "clinical-status"));
        parameters.put("MedicationRequest", Set.of("_id", "patient", "status"));
        parameters.put("MedicationStatement", Set.of("_id", "patient", "status"));
        parameters.put("Observation", Set.of("_id", "patient", "code", "date"));
        parameters.put("Immunization", Set.of("_id", "patient", "date"));
        parameters.put("Encounter", Set.of("_id", "patient", "date"));
        parameters.put("ServiceRequest", Set.of("_id", "patient"));
        shared(parameters, "_id", "identifier");
        return new Habit(
                Source.RIVERSIDE_GP,
                "Riverside Practice System 11",
                20,
                20,
                parameters,
                Unknown.IGNORED,
                false,
                false,
                false,
                false,
                false);
    }

    /** Everything in one large, indented answer; every parameter. */
    public static Habit infirmaryEpr() {
        return new Habit(
                Source.INFIRMARY_EPR,
                "Infirmary EPR 2026.1",
                500,
                1000,
                all(
                        "Patient",
                        "AllergyIntolerance",
                        "Condition",
                        "MedicationRequest",
                        "Observation",
                        "DiagnosticReport",
                        "DocumentReference",
                        "Encounter",
                        "Procedure"),
                Unknown.IGNORED,
                true,
                true,
                true,
                true,
                false);
    }

    /** Strict: what it does not know, it refuses. Compresses. */
    public static Habit communityCare() {
        return new Habit(
                Source.COMMUNITY_CARE,
                "Community Record 7",
                50,
                200,
                all("Patient", "CarePlan", "CareTeam", "Goal", "Encounter", "Observation", "Flag"),
                Unknown.REFUSED,
                false,
                true,
                true,
                false,
                true);
    }

    private static Map<String, Set<String>> all(String... types) {
        var parameters = new HashMap<String, Set<String>>();
        for (var type : types) {
            parameters.put(type, SearchParameters.of(type));
        }
        shared(parameters, "_id", "_lastUpdated", "identifier", "name");
        return parameters;
    }

    private static void shared(Map<String, Set<String>> parameters, String... names) {
        for (var type : Set.of("Practitioner", "Organization", "Location")) {
            parameters.put(type, Set.of(names));
        }
    }
}
