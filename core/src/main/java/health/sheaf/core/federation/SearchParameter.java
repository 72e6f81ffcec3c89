package health.sheaf.core.federation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A search parameter the platform understands, whether or not a source can apply it.
 *
 * @param name as FHIR R4 defines it for the type
 * @param kind token or date
 * @param paths the elements it looks at
 */
public record SearchParameter(String name, Kind kind, List<String> paths) {

    /** How values are compared. */
    public enum Kind {
        TOKEN,
        DATE
    }

    private static final List<SearchParameter> COMMON =
            List.of(
                    new SearchParameter("_id", Kind.TOKEN, List.of("id")),
                    new SearchParameter("_lastUpdated", Kind.DATE, List.of("meta.lastUpdated")));

    private static final Map<String, List<SearchParameter>> BY_TYPE = table();

    public SearchParameter {
        paths = List.copyOf(paths);
    }

    /** The parameters of a type, the common ones included, by name. */
    public static List<SearchParameter> of(String resourceType) {
        var all = new ArrayList<>(COMMON);
        all.addAll(BY_TYPE.getOrDefault(resourceType, List.of()));
        return List.copyOf(all);
    }

    public static Optional<SearchParameter> find(String resourceType, String name) {
        return of(resourceType).stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    private static SearchParameter token(String name, String... paths) {
        return new SearchParameter(name, Kind.TOKEN, List.of(paths));
    }

    private static SearchParameter date(String name, String... paths) {
        return new SearchParameter(name, Kind.DATE, List.of(paths));
    }

    private static Map<String, List<SearchParameter>> table() {
        var table = new TreeMap<String, List<SearchParameter>>();
        table.put(
                "AllergyIntolerance",
                List.of(
                        token("category", "category"),
                        token("code", "code", "reaction.substance"),
                        date("date", "recordedDate"),
                        token("clinical-status", "clinicalStatus"),
                        token("verification-status", "verificationStatus")));
        table.put(
                "Condition",
                List.of(
                        token("category", "category"),
                        token("code", "code"),
                        date("recorded-date", "recordedDate"),
                        date("onset-date", "onsetDateTime", "onsetPeriod"),
                        token("clinical-status", "clinicalStatus"),
                        token("verification-status", "verificationStatus")));
        table.put(
                "Observation",
                List.of(
                        token("category", "category"),
                        token("code", "code"),
                        date("date", "effectiveDateTime", "effectivePeriod", "effectiveInstant"),
                        token("status", "status")));
        table.put(
                "DiagnosticReport",
                List.of(
                        token("category", "category"),
                        token("code", "code"),
                        date("date", "effectiveDateTime", "effectivePeriod"),
                        date("issued", "issued"),
                        token("status", "status")));
        table.put(
                "MedicationRequest",
                List.of(
                        token("category", "category"),
                        token("code", "medicationCodeableConcept"),
                        date("authoredon", "authoredOn"),
                        token("intent", "intent"),
                        token("status", "status")));
        table.put(
                "MedicationStatement",
                List.of(
                        token("category", "category"),
                        token("code", "medicationCodeableConcept"),
                        date("effective", "effectiveDateTime", "effectivePeriod"),
                        token("status", "status")));
        table.put(
                "MedicationAdministration",
                List.of(
                        token("code", "medicationCodeableConcept"),
                        date("effective-time", "effectiveDateTime", "effectivePeriod"),
                        token("status", "status")));
        table.put(
                "MedicationDispense",
                List.of(
                        token("code", "medicationCodeableConcept"),
                        date("whenhandedover", "whenHandedOver"),
                        token("status", "status")));
        table.put(
                "DocumentReference",
                List.of(
                        token("category", "category"),
                        token("type", "type"),
                        date("date", "date"),
                        token("status", "status")));
        table.put(
                "Encounter",
                List.of(
                        token("class", "class"),
                        token("type", "type"),
                        date("date", "period"),
                        token("status", "status")));
        table.put(
                "EpisodeOfCare",
                List.of(token("type", "type"), date("date", "period"), token("status", "status")));
        table.put(
                "Immunization",
                List.of(
                        token("vaccine-code", "vaccineCode"),
                        date("date", "occurrenceDateTime"),
                        token("status", "status")));
        table.put(
                "Procedure",
                List.of(
                        token("category", "category"),
                        token("code", "code"),
                        date("date", "performedDateTime", "performedPeriod"),
                        token("status", "status")));
        table.put(
                "ImagingStudy",
                List.of(
                        token("modality", "modality"),
                        date("started", "started"),
                        token("status", "status")));
        table.put(
                "Appointment",
                List.of(
                        token("service-type", "serviceType"),
                        date("date", "start"),
                        token("status", "status")));
        table.put(
                "ServiceRequest",
                List.of(
                        token("category", "category"),
                        token("code", "code"),
                        date("authored", "authoredOn"),
                        token("status", "status")));
        table.putAll(lesserTypes());
        return table;
    }

    private static Map<String, List<SearchParameter>> lesserTypes() {
        return Map.ofEntries(
                Map.entry(
                        "CarePlan",
                        List.of(
                                token("category", "category"),
                                date("date", "period"),
                                token("status", "status"))),
                Map.entry(
                        "CareTeam",
                        List.of(
                                token("category", "category"),
                                date("date", "period"),
                                token("status", "status"))),
                Map.entry(
                        "Goal",
                        List.of(
                                token("category", "category"),
                                date("start-date", "startDate"),
                                token("lifecycle-status", "lifecycleStatus"))),
                Map.entry("Flag", List.of(date("date", "period"), token("status", "status"))),
                Map.entry(
                        "Composition",
                        List.of(
                                token("category", "category"),
                                token("type", "type"),
                                date("date", "date"),
                                token("status", "status"))),
                Map.entry(
                        "FamilyMemberHistory",
                        List.of(
                                token("code", "condition.code"),
                                date("date", "date"),
                                token("status", "status"))),
                Map.entry("Device", List.of(token("type", "type"), token("status", "status"))),
                Map.entry(
                        "QuestionnaireResponse",
                        List.of(date("authored", "authored"), token("status", "status"))),
                Map.entry(
                        "List",
                        List.of(
                                token("code", "code"),
                                date("date", "date"),
                                token("status", "status"))),
                Map.entry("Specimen", List.of(token("type", "type"), token("status", "status"))),
                Map.entry(
                        "Communication",
                        List.of(
                                token("category", "category"),
                                date("sent", "sent"),
                                token("status", "status"))),
                Map.entry("Task", List.of(token("code", "code"), token("status", "status"))),
                Map.entry("RelatedPerson", List.of()),
                Map.entry("Claim", List.of(date("created", "created"), token("status", "status"))),
                Map.entry(
                        "ExplanationOfBenefit",
                        List.of(date("created", "created"), token("status", "status"))));
    }
}
