package health.sheaf.estate.records;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.people.Story;
import health.sheaf.estate.people.Story.Consultation;
import health.sheaf.estate.people.Story.Referral;
import health.sheaf.estate.people.Story.Vaccination;
import java.time.LocalDate;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What the practice's system holds about one person. */
final class GpRecord {

    private static final Source SOURCE = Source.RIVERSIDE_GP;

    static final PatientWriter PATIENTS =
            new PatientWriter(SOURCE, false, LocalDate.of(2024, 6, 3));

    private final Chart chart;
    private final Story.Practice practice;

    private GpRecord(Chart chart, Story.Practice practice) {
        this.chart = chart;
        this.practice = practice;
    }

    static List<ObjectNode> of(Person person, Story story) {
        var chart = new Chart(person, SOURCE);
        new GpRecord(chart, story.practice()).write();
        return chart.resources();
    }

    private void write() {
        PATIENTS.write(chart);
        var clinical = new ClinicalWriter(SOURCE, chart);
        for (var problem : practice.problems()) {
            clinical.problem(problem, "problem-list-item", "Problem List Item", null);
        }
        practice.allergies().forEach(clinical::allergy);
        for (var medicine : practice.medicines()) {
            clinical.prescription(medicine, null);
            if (medicine.repeat()) {
                clinical.statement(medicine);
            }
        }
        practice.readings().forEach(reading -> clinical.reading(reading, null));
        practice.vaccinations().forEach(this::vaccination);
        practice.consultations().forEach(this::consultation);
        practice.referrals().forEach(this::referral);
    }

    private void vaccination(Vaccination vaccination) {
        var tree = chart.begin("Immunization", "imm", vaccination.on());
        var procedure = tree.putArray("extension").addObject();
        procedure.put("url", Trees.UK_CORE + "Extension-UKCore-VaccinationProcedure");
        procedure.set("valueCodeableConcept", Trees.concept(vaccination.done()));
        tree.put("status", "completed");
        tree.set("vaccineCode", Trees.concept(vaccination.done()));
        tree.set("patient", chart.patient());
        tree.put("occurrenceDateTime", vaccination.on().toString());
        tree.put("primarySource", true).put("lotNumber", vaccination.batch());
        tree.putArray("performer")
                .addObject()
                .set("actor", Staff.clinician(SOURCE, vaccination.on().getDayOfMonth()));
    }

    private void consultation(Consultation consultation) {
        var encounter = chart.begin("Encounter", "enc", consultation.at());
        encounter.put("status", "finished");
        encounter.set(
                "class",
                consultation.byPhone()
                        ? Trees.coding(Trees.HL7 + "v3-ActCode", "VR", "virtual")
                        : Trees.coding(Trees.HL7 + "v3-ActCode", "AMB", "ambulatory"));
        encounter.putArray("type").add(Trees.text("GP consultation"));
        encounter.set("subject", chart.patient());
        encounter
                .putArray("participant")
                .addObject()
                .set("individual", Staff.clinician(SOURCE, consultation.at().getDayOfMonth()));
        encounter.set(
                "period",
                Trees.period(
                        Trees.time(consultation.at()),
                        Trees.time(consultation.at().plusMinutes(10))));
        encounter.putArray("reasonCode").add(Trees.text(consultation.reason()));
        encounter.set("serviceProvider", Staff.organization(SOURCE));
    }

    private void referral(Referral referral) {
        var request = chart.begin("ServiceRequest", "ref", referral.on());
        request.put("status", referral.done() ? "completed" : "active").put("intent", "order");
        request.set("code", Trees.text("Referral to " + Trees.lower(referral.to().words())));
        request.set("subject", chart.patient());
        request.put("authoredOn", referral.on().toString());
        request.set("requester", Staff.clinician(SOURCE, referral.on().getDayOfMonth()));
        request.putArray("reasonCode").add(Trees.text(referral.reason()));
    }
}
