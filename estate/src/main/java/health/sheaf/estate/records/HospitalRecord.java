package health.sheaf.estate.records;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.people.Story;
import health.sheaf.estate.people.Story.Stay;
import health.sheaf.estate.people.Story.StayKind;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the infirmary's patient record holds about one person. */
final class HospitalRecord {

    static final String EPISODE_NUMBER = "https://infirmary.example/Id/episode-number";

    private static final Source SOURCE = Source.INFIRMARY_EPR;

    static final PatientWriter PATIENTS =
            new PatientWriter(SOURCE, true, LocalDate.of(2025, 2, 11));

    private final Chart chart;
    private final Story.Hospital hospital;
    private final ClinicalWriter clinical;

    private HospitalRecord(Chart chart, Story.Hospital hospital) {
        this.chart = chart;
        this.hospital = hospital;
        this.clinical = new ClinicalWriter(SOURCE, chart);
    }

    static List<ObjectNode> of(Person person, Story story) {
        var chart = new Chart(person, SOURCE);
        new HospitalRecord(chart, story.hospital()).write();
        return chart.resources();
    }

    private void write() {
        PATIENTS.write(chart);
        hospital.allergies().forEach(clinical::allergy);
        hospital.stays().forEach(this::stay);
    }

    private void stay(Stay stay) {
        var encounter = encounter(stay);
        var reference = Trees.reference("Encounter", encounter.path("id").asString());
        clinical.problem(
                stay.reason(), "encounter-diagnosis", "Encounter Diagnosis", reference.deepCopy());
        stay.readings().forEach(reading -> clinical.reading(reading, reference.deepCopy()));
        stay.medicines().forEach(medicine -> clinical.prescription(medicine, reference.deepCopy()));
        if (stay.procedure() != null) {
            clinical.procedure(stay.procedure(), stay.from().plusHours(9), reference.deepCopy());
        }
        if (stay.imaged()) {
            chestImage(stay, reference.deepCopy());
        }
        letter(stay, reference.deepCopy());
    }

    private ObjectNode encounter(Stay stay) {
        var encounter = chart.begin("Encounter", "enc", stay.from());
        encounter.putArray("identifier").add(Trees.identifier(EPISODE_NUMBER, stay.number()));
        encounter.put("status", "finished");
        encounter.set(
                "class",
                switch (stay.kind()) {
                    case INPATIENT ->
                            Trees.coding(Trees.HL7 + "v3-ActCode", "IMP", "inpatient encounter");
                    case EMERGENCY -> Trees.coding(Trees.HL7 + "v3-ActCode", "EMER", "emergency");
                    case OUTPATIENT -> Trees.coding(Trees.HL7 + "v3-ActCode", "AMB", "ambulatory");
                });
        encounter.putArray("type").add(Trees.text(stay.specialty().words()));
        encounter.set("subject", chart.patient());
        encounter
                .putArray("participant")
                .addObject()
                .set("individual", Staff.clinician(SOURCE, stay.from().getDayOfMonth()));
        encounter.set(
                "period",
                Trees.period(
                        Trees.time(stay.from()),
                        stay.until() == null ? null : Trees.time(stay.until())));
        encounter.putArray("reasonCode").add(Trees.concept(stay.reason().what()));
        var location = encounter.putArray("location").addObject();
        location.set("location", Staff.location(SOURCE));
        encounter.set("serviceProvider", Staff.organization(SOURCE));
        return encounter;
    }

    private void chestImage(Stay stay, ObjectNode encounter) {
        var at = stay.from().plusHours(2);
        var report = chart.begin("DiagnosticReport", "rad", at);
        report.put("status", "final");
        report.set("category", Trees.one(Trees.hl7("v2-0074", "RAD", "Radiology")));
        report.set("code", Trees.text("Plain X-ray of chest"));
        report.set("subject", chart.patient());
        report.set("encounter", encounter);
        report.put("effectiveDateTime", Trees.time(at)).put("issued", Trees.time(at.plusHours(1)));
        report.set("performer", Trees.one(Staff.clinician(SOURCE, at.getDayOfMonth() + 1)));
        report.put("conclusion", "Heart size normal. Lungs and pleural spaces clear.");
    }

    private void letter(Stay stay, ObjectNode encounter) {
        var written = stay.until() == null ? stay.from() : stay.until();
        var document = chart.begin("DocumentReference", "doc", written);
        document.put("status", "current");
        document.set(
                "type",
                stay.kind() == StayKind.INPATIENT
                        ? Trees.text("Discharge summary")
                        : Trees.text("Clinical letter"));
        document.set("subject", chart.patient());
        document.put("date", Trees.time(written));
        document.set("author", Trees.one(Staff.clinician(SOURCE, stay.from().getDayOfMonth())));
        document.set("custodian", Staff.organization(SOURCE));
        document.putArray("content")
                .addObject()
                .putObject("attachment")
                .put("contentType", "text/plain; charset=utf-8")
                .put("data", base64(stay.summary()))
                .put("title", stay.specialty().words());
        document.putObject("context").putArray("encounter").add(encounter);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
