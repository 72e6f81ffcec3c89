package health.sheaf.estate.records;

import health.sheaf.estate.people.Concept;
import health.sheaf.estate.people.Source;
import health.sheaf.estate.people.Story.Allergy;
import health.sheaf.estate.people.Story.Medicine;
import health.sheaf.estate.people.Story.Problem;
import health.sheaf.estate.people.Story.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Writes what more than one kind of system records, in UK Core's shape. */
final class ClinicalWriter {

    private final Source source;
    private final Chart chart;

    ClinicalWriter(Source source, Chart chart) {
        this.source = source;
        this.chart = chart;
    }

    void problem(Problem problem, String category, String words, @Nullable ObjectNode encounter) {
        var condition = chart.begin("Condition", "con", problem.since());
        boolean over = problem.until() != null;
        condition.set(
                "clinicalStatus",
                over
                        ? Trees.hl7("condition-clinical", "resolved", "Resolved")
                        : Trees.hl7("condition-clinical", "active", "Active"));
        condition.set(
                "verificationStatus", Trees.hl7("condition-ver-status", "confirmed", "Confirmed"));
        condition.set("category", Trees.one(Trees.hl7("condition-category", category, words)));
        condition.set("code", Trees.concept(problem.what()));
        condition.set("subject", chart.patient());
        if (encounter != null) {
            condition.set("encounter", encounter);
        }
        condition.put("onsetDateTime", problem.since().toString());
        if (problem.until() != null) {
            condition.put("abatementDateTime", problem.until().toString());
        }
        condition.put("recordedDate", problem.since().toString());
        condition.set("recorder", Staff.clinician(source, problem.since().getDayOfMonth()));
    }

    void allergy(Allergy allergy) {
        var tree = chart.begin("AllergyIntolerance", "all", allergy.recorded());
        boolean refuted = allergy.verification().equals("refuted");
        if (!refuted) {
            tree.set(
                    "clinicalStatus", Trees.hl7("allergyintolerance-clinical", "active", "Active"));
        }
        tree.set(
                "verificationStatus",
                Trees.hl7(
                        "allergyintolerance-verification",
                        allergy.verification(),
                        capital(allergy.verification())));
        if (allergy.category() != null) {
            tree.put("type", "allergy").putArray("category").add(allergy.category());
        }
        tree.set("code", Trees.concept(allergy.what()));
        tree.set("patient", chart.patient());
        tree.put("recordedDate", allergy.recorded().toString());
        var clinician = Staff.clinician(source, allergy.recorded().getDayOfMonth());
        tree.set("recorder", clinician);
        tree.set("asserter", clinician.deepCopy());
        if (allergy.note() != null) {
            tree.putArray("note").add(Trees.text(allergy.note()));
        }
        if (allergy.reaction() != null) {
            var reaction = tree.putArray("reaction").addObject();
            reaction.putArray("manifestation").add(Trees.concept(allergy.reaction()));
            if (allergy.severity() != null) {
                reaction.put("severity", allergy.severity());
            }
        }
    }

    void prescription(Medicine medicine, @Nullable ObjectNode encounter) {
        var request = chart.begin("MedicationRequest", "mrq", medicine.since());
        request.put("status", medicine.until() == null ? "active" : "completed");
        request.put("intent", "order");
        request.set("medicationCodeableConcept", Trees.concept(medicine.what()));
        request.set("subject", chart.patient());
        if (encounter != null) {
            request.set("encounter", encounter);
        }
        request.put("authoredOn", medicine.since().toString());
        request.set("requester", Staff.clinician(source, medicine.since().getDayOfMonth()));
        request.set(
                "courseOfTherapyType",
                medicine.repeat()
                        ? Trees.hl7(
                                "medicationrequest-course-of-therapy",
                                "continuous",
                                "Continuous long term therapy")
                        : Trees.hl7(
                                "medicationrequest-course-of-therapy",
                                "acute",
                                "Short course (acute) therapy"));
        request.putArray("dosageInstruction").add(Trees.text(medicine.dose()));
    }

    void statement(Medicine medicine) {
        var statement = chart.begin("MedicationStatement", "mst", medicine.since());
        statement.put("status", medicine.until() == null ? "active" : "completed");
        statement.set("medicationCodeableConcept", Trees.concept(medicine.what()));
        statement.set("subject", chart.patient());
        statement.set(
                "effectivePeriod",
                Trees.period(
                        medicine.since().toString(),
                        medicine.until() == null ? null : medicine.until().toString()));
        statement.put("dateAsserted", medicine.since().toString());
        statement.putArray("dosage").add(Trees.text(medicine.dose()));
    }

    void reading(Reading reading, @Nullable ObjectNode encounter) {
        var observation = chart.begin("Observation", "obs", reading.at());
        observation.put("status", "final");
        observation.set(
                "category",
                Trees.one(Trees.hl7("observation-category", "vital-signs", "Vital Signs")));
        observation.set("code", Trees.concept(reading.what()));
        observation.set("subject", chart.patient());
        if (encounter != null) {
            observation.set("encounter", encounter);
        }
        observation.put("effectiveDateTime", Trees.time(reading.at()));
        observation.set(
                "performer", Trees.one(Staff.clinician(source, reading.at().getDayOfMonth())));
        if (reading.parts().isEmpty()) {
            observation.set("valueQuantity", value(reading));
        } else {
            var components = observation.putArray("component");
            for (var part : reading.parts()) {
                var component = components.addObject();
                component.set("code", Trees.concept(part.what()));
                component.set("valueQuantity", value(part));
            }
        }
    }

    private static ObjectNode value(Reading reading) {
        return Trees.quantity(reading.value(), reading.unit(), reading.ucum());
    }

    /** A procedure that was done. */
    void procedure(Concept what, java.time.LocalDateTime at, ObjectNode encounter) {
        var procedure = chart.begin("Procedure", "pro", at);
        procedure.put("status", "completed");
        procedure.set("code", Trees.concept(what));
        procedure.set("subject", chart.patient());
        procedure.set("encounter", encounter);
        procedure.put("performedDateTime", Trees.time(at));
        procedure
                .putArray("performer")
                .addObject()
                .set("actor", Staff.clinician(source, at.getDayOfMonth()));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
