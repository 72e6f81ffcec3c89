package health.sheaf.spi;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A clinical part of a record. Every resource type of the patient compartment that Sheaf serves
 * belongs to exactly one section; the types that merely support others (Practitioner, Organization,
 * Medication …) belong to none.
 */
public enum Section {
    DEMOGRAPHICS("demographics", "Patient", "RelatedPerson"),
    ALERTS("alerts", "Flag", "DetectedIssue", "Consent"),
    ALLERGIES("allergies", "AllergyIntolerance"),
    MEDICATIONS(
            "medications",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration",
            "MedicationDispense"),
    PROBLEMS("problems", "Condition"),
    RESULTS("results", "Observation", "DiagnosticReport", "Specimen"),
    DOCUMENTS("documents", "DocumentReference", "Composition"),
    ENCOUNTERS("encounters", "Encounter", "EpisodeOfCare"),
    IMMUNISATIONS("immunisations", "Immunization", "ImmunizationRecommendation"),
    PROCEDURES("procedures", "Procedure"),
    IMAGING("imaging", "ImagingStudy", "Media"),
    APPOINTMENTS("appointments", "Appointment"),
    REFERRALS("referrals", "ServiceRequest", "Task", "CommunicationRequest"),
    CARE_PLANS("care plans", "CarePlan", "Goal", "NutritionOrder"),
    CARE_TEAM("care team", "CareTeam"),
    FAMILY_HISTORY("family history", "FamilyMemberHistory"),
    ASSESSMENTS(
            "assessments",
            "QuestionnaireResponse",
            "ClinicalImpression",
            "RiskAssessment",
            "AdverseEvent"),
    DEVICES("devices", "Device", "DeviceUseStatement", "DeviceRequest", "SupplyDelivery"),
    LISTS("lists", "List"),
    COMMUNICATIONS("communications", "Communication"),
    FINANCE("finance", "Claim", "ExplanationOfBenefit", "Coverage", "Account");

    private static final Map<String, Section> BY_TYPE =
            Arrays.stream(values())
                    .flatMap(
                            section -> section.types.stream().map(type -> Map.entry(type, section)))
                    .collect(
                            Collectors.collectingAndThen(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            Map.Entry::getValue,
                                            (a, b) -> a,
                                            LinkedHashMap::new),
                                    Collections::unmodifiableMap));

    private final String words;
    private final Set<String> types;

    Section(String words, String... types) {
        this.words = words;
        this.types = Collections.unmodifiableSet(new java.util.LinkedHashSet<>(List.of(types)));
    }

    /** The section of a FHIR resource type; empty for types that only support others. */
    public static Optional<Section> of(String resourceType) {
        return Optional.ofNullable(BY_TYPE.get(resourceType));
    }

    /** Every resource type that belongs to a section, in the order of the sections. */
    public static Set<String> allResourceTypes() {
        return BY_TYPE.keySet();
    }

    /** The sections of some resource types. */
    public static Set<Section> ofAll(Set<String> resourceTypes) {
        var sections = new EnumMap<Section, Boolean>(Section.class);
        resourceTypes.forEach(type -> of(type).ifPresent(section -> sections.put(section, true)));
        return Collections.unmodifiableSet(sections.keySet());
    }

    /** The FHIR resource types of this section. */
    public Set<String> resourceTypes() {
        return types;
    }

    /**
     * The name as a clinician reads it, lower case; also how definition files write it, with
     * hyphens for spaces.
     */
    public String words() {
        return words;
    }
}
