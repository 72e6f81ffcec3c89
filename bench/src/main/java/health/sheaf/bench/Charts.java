package health.sheaf.bench;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/**
 * Makes charts of the shape and weight of real ones: about 2.4 KB an entry, ids that are UUIDs,
 * three references an entry, codes with words in two systems, decimals. One seed gives the same
 * bytes.
 */
final class Charts {

    /** The number every chart carries. */
    static final String NHS_NUMBER = "9990004951";

    private static final String NARRATIVE =
            "Reviewed with the patient; results discussed and plan agreed with the team. "
                    .repeat(16);

    private final Random random;

    Charts(long seed) {
        this.random = new Random(seed);
    }

    /** A searchset that holds the Patient alone. */
    static byte[] patientOnly(String patientId) {
        return bytes(bundle(patient(patientId)));
    }

    /**
     * The answer of {@code $everything}.
     *
     * @param entries how many, the Patient and a Practitioner among them
     */
    byte[] everything(String patientId, int entries) {
        var text = new StringBuilder(patient(patientId));
        var practitioner = id();
        text.append(',').append(practitioner(practitioner));
        for (int i = 2; i < entries; i++) {
            text.append(',');
            text.append(clinical(i % 4, patientId, practitioner));
        }
        return bytes(bundle(text.toString()));
    }

    private String clinical(int kind, String patientId, String practitioner) {
        if (kind == 0) {
            return condition(patientId, practitioner);
        }
        return kind == 1
                ? medication(patientId, practitioner)
                : observation(patientId, practitioner);
    }

    private static String bundle(String entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":[" + entries + "]}";
    }

    private static String entry(String resource) {
        return "{\"resource\":" + resource + ",\"search\":{\"mode\":\"match\"}}";
    }

    private static String patient(String id) {
        return entry(
                """
                {"resourceType":"Patient","id":"%s","meta":{"versionId":"1"},"identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],"active":true,"name":[{"use":"official","family":"Bench","given":["Mark"]}],"gender":"male","birthDate":"1950-02-01"}\
                """
                        .formatted(id, NHS_NUMBER));
    }

    private static String practitioner(String id) {
        return entry(
                """
                {"resourceType":"Practitioner","id":"%s","name":[{"family":"Well","given":["Ann"]}]}\
                """
                        .formatted(id));
    }

    private String observation(String patient, String practitioner) {
        return entry(
                """
                {"resourceType":"Observation","id":"%s","meta":{"versionId":"3","lastUpdated":"2026-03-01T10:15:00.000+00:00","profile":["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation"]},"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">%s</div>"},"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"laboratory","display":"Laboratory"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"718-7","display":"Hemoglobin [Mass/volume] in Blood"},{"system":"http://snomed.info/sct","code":"1022431000000105","display":"Haemoglobin estimation"}],"text":"Haemoglobin"},"subject":{"reference":"Patient/%s"},"performer":[{"reference":"Practitioner/%s"}],"effectiveDateTime":"2026-03-01T09:00:00+00:00","issued":"2026-03-01T10:15:00.000+00:00","valueQuantity":{"value":%d.%d0,"unit":"g/L","system":"http://unitsofmeasure.org","code":"g/L"},"referenceRange":[{"low":{"value":130,"unit":"g/L"},"high":{"value":170,"unit":"g/L"}}]}\
                """
                        .formatted(
                                id(),
                                NARRATIVE,
                                patient,
                                practitioner,
                                100 + random.nextInt(80),
                                random.nextInt(10)));
    }

    private String condition(String patient, String practitioner) {
        return entry(
                """
                {"resourceType":"Condition","id":"%s","meta":{"versionId":"1","lastUpdated":"2025-01-01T10:15:00.000+00:00"},"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">%s</div>"},"clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}]},"verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-ver-status","code":"confirmed"}]},"category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"problem-list-item"}]}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"38341003","display":"Hypertensive disorder, systemic arterial"}],"text":"Hypertension"},"subject":{"reference":"Patient/%s"},"asserter":{"reference":"Practitioner/%s"},"onsetDateTime":"%d-05-01","recordedDate":"2020-06-01"}\
                """
                        .formatted(
                                id(), NARRATIVE, patient, practitioner, 1990 + random.nextInt(30)));
    }

    private String medication(String patient, String practitioner) {
        return entry(
                """
                {"resourceType":"MedicationRequest","id":"%s","meta":{"versionId":"2","lastUpdated":"2025-07-01T10:15:00.000+00:00"},"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">%s</div>"},"status":"active","intent":"order","medicationCodeableConcept":{"coding":[{"system":"https://dmd.nhs.uk","code":"319773006","display":"Amlodipine 5mg tablets"}],"text":"Amlodipine 5mg tablets"},"subject":{"reference":"Patient/%s"},"authoredOn":"2025-07-01","requester":{"reference":"Practitioner/%s"},"dosageInstruction":[{"text":"One to be taken each day","timing":{"repeat":{"frequency":1,"period":1.0,"periodUnit":"d"}},"doseAndRate":[{"doseQuantity":{"value":%d,"unit":"tablet"}}]}]}\
                """
                        .formatted(id(), NARRATIVE, patient, practitioner, 1 + random.nextInt(2)));
    }

    private String id() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
