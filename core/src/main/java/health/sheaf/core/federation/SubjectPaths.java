package health.sheaf.core.federation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which elements of a resource say whose it is (the patient compartment of FHIR R4, subjects only).
 */
final class SubjectPaths {

    private static final List<String> SUBJECT = List.of("subject");
    private static final List<String> PATIENT = List.of("patient");

    private static final Map<String, List<String>> BY_TYPE =
            Map.ofEntries(
                    Map.entry("AllergyIntolerance", PATIENT),
                    Map.entry("Appointment", List.of("participant.actor")),
                    Map.entry("Claim", PATIENT),
                    Map.entry("Consent", PATIENT),
                    Map.entry("Coverage", List.of("beneficiary")),
                    Map.entry("DetectedIssue", PATIENT),
                    Map.entry("Device", PATIENT),
                    Map.entry("EpisodeOfCare", PATIENT),
                    Map.entry("ExplanationOfBenefit", PATIENT),
                    Map.entry("FamilyMemberHistory", PATIENT),
                    Map.entry("Immunization", PATIENT),
                    Map.entry("ImmunizationRecommendation", PATIENT),
                    Map.entry("NutritionOrder", PATIENT),
                    Map.entry("RelatedPerson", PATIENT),
                    Map.entry("SupplyDelivery", PATIENT),
                    Map.entry("Task", List.of("for")));

    /** Types in which several patients take part by design: one of them must be ours. */
    private static final Set<String> SHARED = Set.of("Appointment");

    private SubjectPaths() {}

    /** The paths of the subject; empty list for types that only support others. */
    static List<String> of(String resourceType) {
        return BY_TYPE.getOrDefault(resourceType, SUBJECT);
    }

    static boolean isShared(String resourceType) {
        return SHARED.contains(resourceType);
    }
}
