package health.sheaf.server.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code _include} parameters of each type: what a result may need to be understood. */
final class IncludeTable {

    /**
     * A reference that can be followed.
     *
     * @param name as FHIR names the search parameter
     * @param path the element that holds the reference
     * @param targets the types of the record it may lead to, besides supporting ones
     */
    record Include(String name, String path, List<String> targets) {
        Include {
            targets = List.copyOf(targets);
        }
    }

    private static final Map<String, List<Include>> BY_TYPE =
            Map.ofEntries(
                    Map.entry(
                            "AllergyIntolerance",
                            List.of(
                                    to("patient", "patient", "Patient"),
                                    to("recorder", "recorder"),
                                    to("asserter", "asserter"))),
                    Map.entry(
                            "Condition",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("encounter", "encounter", "Encounter"),
                                    to("asserter", "asserter"))),
                    Map.entry(
                            "Observation",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("performer", "performer"),
                                    to("encounter", "encounter", "Encounter"),
                                    to("specimen", "specimen", "Specimen"),
                                    to("device", "device", "Device"),
                                    to("has-member", "hasMember", "Observation"),
                                    to("derived-from", "derivedFrom", "Observation"),
                                    to("based-on", "basedOn", "ServiceRequest"))),
                    Map.entry(
                            "DiagnosticReport",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("performer", "performer"),
                                    to("encounter", "encounter", "Encounter"),
                                    to("specimen", "specimen", "Specimen"),
                                    to("result", "result", "Observation"),
                                    to("results-interpreter", "resultsInterpreter"),
                                    to("based-on", "basedOn", "ServiceRequest"))),
                    Map.entry("MedicationRequest", medicationRequest()),
                    Map.entry(
                            "MedicationStatement",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("medication", "medicationReference"),
                                    to("source", "informationSource"),
                                    to("context", "context", "Encounter"))),
                    Map.entry(
                            "MedicationAdministration",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("medication", "medicationReference"),
                                    to("performer", "performer.actor"),
                                    to("request", "request", "MedicationRequest"))),
                    Map.entry(
                            "MedicationDispense",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("medication", "medicationReference"),
                                    to("performer", "performer.actor"),
                                    to(
                                            "prescription",
                                            "authorizingPrescription",
                                            "MedicationRequest"))),
                    Map.entry(
                            "DocumentReference",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("author", "author"),
                                    to("custodian", "custodian"),
                                    to("encounter", "context.encounter", "Encounter"))),
                    Map.entry(
                            "Encounter",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("participant", "participant.individual"),
                                    to("location", "location.location"),
                                    to("service-provider", "serviceProvider"),
                                    to("diagnosis", "diagnosis.condition", "Condition"),
                                    to("episode-of-care", "episodeOfCare", "EpisodeOfCare"))),
                    Map.entry(
                            "Immunization",
                            List.of(
                                    to("patient", "patient", "Patient"),
                                    to("performer", "performer.actor"),
                                    to("location", "location"),
                                    to("manufacturer", "manufacturer"))),
                    Map.entry(
                            "Procedure",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("performer", "performer.actor"),
                                    to("location", "location"),
                                    to("encounter", "encounter", "Encounter"))),
                    Map.entry(
                            "Appointment",
                            List.of(
                                    to("actor", "participant.actor", "Patient"),
                                    to("based-on", "basedOn", "ServiceRequest"))),
                    Map.entry(
                            "ServiceRequest",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("requester", "requester"),
                                    to("performer", "performer"),
                                    to("encounter", "encounter", "Encounter"))),
                    Map.entry(
                            "CarePlan",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("care-team", "careTeam", "CareTeam"),
                                    to("condition", "addresses", "Condition"),
                                    to("goal", "goal", "Goal"))),
                    Map.entry(
                            "CareTeam",
                            List.of(
                                    to("subject", "subject", "Patient"),
                                    to("participant", "participant.member"))));

    private IncludeTable() {}

    private static List<Include> medicationRequest() {
        return List.of(
                to("subject", "subject", "Patient"),
                to("medication", "medicationReference"),
                to("requester", "requester"),
                to("encounter", "encounter", "Encounter"),
                to("intended-performer", "performer"),
                to("intended-dispenser", "dispenseRequest.performer"));
    }

    private static Include to(String name, String path, String... targets) {
        return new Include(name, path, List.of(targets));
    }

    static List<Include> of(String resourceType) {
        return BY_TYPE.getOrDefault(resourceType, List.of());
    }

    static Optional<Include> find(String resourceType, String name) {
        return of(resourceType).stream().filter(include -> include.name().equals(name)).findFirst();
    }
}
