package health.sheaf.estate.records;

import health.sheaf.estate.people.Person;
import health.sheaf.estate.people.Source;
import java.time.LocalDate;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** Writes the Patient as UK Core wants it. */
final class PatientWriter {

    static final String NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number";
    static final String ODS = "https://fhir.nhs.uk/Id/ods-organization-code";
    static final String HOSPITAL_NUMBER = "https://infirmary.example/Id/hospital-number";

    private final Source source;
    private final boolean capitals;
    private final LocalDate registered;

    /**
     * @param capitals whether this system keeps family names in capitals
     * @param registered when it last changed somebody's demographics
     */
    PatientWriter(Source source, boolean capitals, LocalDate registered) {
        this.source = source;
        this.capitals = capitals;
        this.registered = registered;
    }

    void write(Chart chart) {
        var person = chart.person();
        var patient = chart.add("Patient", chart.patientId(), Trees.noon(registered));
        if (person.restricted()) {
            ((ObjectNode) patient.path("meta"))
                    .putArray("security")
                    .add(Trees.coding(Trees.HL7 + "v3-Confidentiality", "R", "restricted"));
        }
        identifiers(patient, person);
        patient.put("active", true);
        var name = patient.putArray("name").addObject();
        var family = capitals ? person.family().toUpperCase(Locale.UK) : person.family();
        name.put("use", "official").put("family", family);
        var given = name.putArray("given");
        person.given().forEach(given::add);
        name.putArray("prefix").add(person.title());
        patient.putArray("telecom")
                .addObject()
                .put("system", "phone")
                .put("value", person.phone())
                .put("use", "home");
        patient.put("gender", person.gender()).put("birthDate", person.born().toString());
        if (person.died() != null) {
            patient.put("deceasedDateTime", person.died().toString());
        }
        var address = patient.putArray("address").addObject();
        address.put("use", "home").putArray("line").add(person.home().line());
        address.put("city", person.home().town()).put("postalCode", person.home().postcode());
        if (person.isKnownTo(Source.RIVERSIDE_GP)) {
            patient.putArray("generalPractitioner").add(practice());
        }
        patient.set("managingOrganization", Staff.organization(source));
    }

    private ObjectNode practice() {
        if (source == Source.RIVERSIDE_GP) {
            return Staff.organization(source);
        }
        // Elsewhere the practice is known by its ODS code only.
        var reference = Trees.object().put("type", "Organization");
        reference.set("identifier", Trees.identifier(ODS, Source.RIVERSIDE_GP.ods()));
        return reference.put("display", Source.RIVERSIDE_GP.title());
    }

    private void identifiers(ObjectNode patient, Person person) {
        var identifiers = patient.putArray("identifier");
        var nhs = identifiers.addObject();
        var verified = nhs.putArray("extension").addObject();
        verified.put("url", Trees.UK_CORE + "Extension-UKCore-NHSNumberVerificationStatus");
        verified.putObject("valueCodeableConcept")
                .putArray("coding")
                .add(
                        Trees.coding(
                                "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland",
                                "01",
                                "Number present and verified"));
        nhs.put("system", NHS_NUMBER).put("value", person.nhsNumber());
        if (source == Source.INFIRMARY_EPR) {
            identifiers.add(
                    Trees.identifier(HOSPITAL_NUMBER, person.localNumber(Source.INFIRMARY_PAS))
                            .put("use", "usual"));
            if (person.oldHospitalNumber() != null) {
                identifiers.add(
                        Trees.identifier(HOSPITAL_NUMBER, person.oldHospitalNumber())
                                .put("use", "old"));
            }
        }
    }
}
