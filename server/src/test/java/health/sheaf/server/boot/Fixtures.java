package health.sheaf.server.boot;

/** Resources of one invented person. */
final class Fixtures {

    private Fixtures() {}

    static String patient(String id) {
        return """
        {"resourceType":"Patient","id":"%s","meta":{"lastUpdated":"2026-01-01T00:00:00Z"},
         "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"9990000018"}],
         "name":[{"family":"Testperson","given":["Ada"]}],"gender":"female","birthDate":"1980-02-03"}\
        """
                .formatted(id);
    }

    static String observation(String id, String patient, String date, String code) {
        return """
        {"resourceType":"Observation","id":"%s","meta":{"lastUpdated":"%sT12:00:00Z"},"status":"final",
         "code":{"coding":[{"system":"http://loinc.org","code":"%s"}]},
         "subject":{"reference":"Patient/%s"},"effectiveDateTime":"%s",
         "valueQuantity":{"value":1.10,"unit":"g/L"}}\
        """
                .formatted(id, date, code, patient, date);
    }

    static String medicationRequest(String id, String patient) {
        return """
        {"resourceType":"MedicationRequest","id":"%s","status":"active","intent":"order",
         "medicationReference":{"reference":"Medication/med1"},"authoredOn":"2025-01-01",
         "requester":{"reference":"Practitioner/dr1"},"subject":{"reference":"Patient/%s"}}\
        """
                .formatted(id, patient);
    }

    static String medication(String id) {
        return """
        {"resourceType":"Medication","id":"%s","code":{"text":"Ramipril 5 mg capsules"}}\
        """
                .formatted(id);
    }

    static String practitioner(String id) {
        return """
        {"resourceType":"Practitioner","id":"%s","name":[{"family":"Healer"}]}\
        """
                .formatted(id);
    }

    static String allergy(String id, String patient) {
        return """
        {"resourceType":"AllergyIntolerance","id":"%s","code":{"text":"Penicillin"},
         "patient":{"reference":"Patient/%s"}}\
        """
                .formatted(id, patient);
    }

    static String condition(String id, String patient) {
        return """
        {"resourceType":"Condition","id":"%s","code":{"text":"Asthma"},
         "subject":{"reference":"Patient/%s"},"recordedDate":"2020-01-01"}\
        """
                .formatted(id, patient);
    }

    static String encounter(String id, String patient) {
        return """
        {"resourceType":"Encounter","id":"%s","status":"finished",
         "class":{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"},
         "subject":{"reference":"Patient/%s"},"period":{"start":"2023-05-05","end":"2023-05-06"}}\
        """
                .formatted(id, patient);
    }
}
