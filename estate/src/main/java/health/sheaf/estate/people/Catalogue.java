package health.sheaf.estate.people;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The concepts that occur in the region. SNOMED CT, dm+d and LOINC codes stand here only where they
 * are certain; other medicines carry the practice's own codes, as they do in real systems.
 */
public final class Catalogue {

    /**
     * A long-term problem with what it is treated with.
     *
     * @param fromAge the age from which it occurs
     * @param percent how many of a hundred people of that age have it
     */
    record LongTerm(Concept what, int fromAge, int percent, List<Treatment> treatments) {}

    /** A medicine with its usual dose. */
    record Treatment(Concept what, String dose) {}

    /** An allergy with how it shows. */
    record Reactivity(Concept what, String category, Concept reaction, String severity) {}

    static final Treatment AMLODIPINE =
            new Treatment(
                    Concept.dmd("319283006", "Amlodipine 5mg tablets"), "One tablet once a day");
    static final Treatment ASPIRIN =
            new Treatment(
                    Concept.dmd("319775004", "Aspirin 75mg tablets"), "One tablet once a day");
    static final Treatment ATORVASTATIN =
            new Treatment(
                    Concept.dmd("320030001", "Atorvastatin 20mg tablets"), "One tablet at night");
    static final Treatment SALBUTAMOL =
            new Treatment(
                    Concept.dmd(
                            "39113611000001102", "Salbutamol 100micrograms/dose inhaler CFC free"),
                    "Two puffs as needed, up to four times a day");
    static final Treatment AMOXICILLIN =
            new Treatment(
                    Concept.dmd("39732411000001106", "Amoxicillin 500mg capsules"),
                    "One capsule three times a day for seven days");
    static final Treatment CLARITHROMYCIN =
            new Treatment(
                    Concept.dmd("41946511000001109", "Clarithromycin 500mg tablets"),
                    "One tablet twice a day for seven days");
    private static final Treatment METFORMIN =
            local("D4471", "Metformin 500mg tablets", "One tablet twice a day with food");
    private static final Treatment RAMIPRIL =
            local("D2210", "Ramipril 5mg capsules", "One capsule once a day");
    private static final Treatment SERTRALINE =
            local("D7718", "Sertraline 50mg tablets", "One tablet in the morning");
    private static final Treatment LEVOTHYROXINE =
            local("D5002", "Levothyroxine sodium 50microgram tablets", "One tablet in the morning");
    private static final Treatment OMEPRAZOLE =
            local("D6120", "Omeprazole 20mg gastro-resistant capsules", "One capsule once a day");
    private static final Treatment PARACETAMOL =
            local("D0001", "Paracetamol 500mg tablets", "Two tablets up to four times a day");
    private static final Treatment BISOPROLOL =
            local("D2415", "Bisoprolol 2.5mg tablets", "One tablet in the morning");
    private static final Treatment FUROSEMIDE =
            local("D2033", "Furosemide 40mg tablets", "One tablet in the morning");
    private static final Treatment APIXABAN =
            local("D9107", "Apixaban 5mg tablets", "One tablet twice a day");

    static final Concept HYPERTENSION = Concept.snomed("38341003", "Hypertensive disorder");
    static final Concept TYPE_2_DIABETES = Concept.snomed("44054006", "Type 2 diabetes mellitus");
    static final Concept ASTHMA = Concept.snomed("195967001", "Asthma");

    static final List<LongTerm> LONG_TERM =
            List.of(
                    new LongTerm(HYPERTENSION, 40, 34, List.of(AMLODIPINE, RAMIPRIL)),
                    new LongTerm(TYPE_2_DIABETES, 35, 12, List.of(METFORMIN)),
                    new LongTerm(ASTHMA, 4, 11, List.of(SALBUTAMOL)),
                    longTerm("13645005", "Chronic obstructive lung disease", 50, 8, SALBUTAMOL),
                    longTerm("49436004", "Atrial fibrillation", 60, 10, APIXABAN, BISOPROLOL),
                    longTerm("414545008", "Ischaemic heart disease", 55, 10, ASPIRIN, ATORVASTATIN),
                    longTerm("84114007", "Heart failure", 65, 6, FUROSEMIDE, BISOPROLOL),
                    longTerm("55822004", "Hyperlipidaemia", 40, 16, ATORVASTATIN),
                    longTerm("35489007", "Depressive disorder", 16, 12, SERTRALINE),
                    longTerm("197480006", "Anxiety disorder", 14, 7),
                    longTerm("40930008", "Hypothyroidism", 30, 6, LEVOTHYROXINE),
                    longTerm("396275006", "Osteoarthritis", 50, 20, PARACETAMOL),
                    longTerm("235595009", "Gastro-oesophageal reflux disease", 30, 12, OMEPRAZOLE),
                    longTerm("433144002", "Chronic kidney disease stage 3", 60, 12),
                    longTerm("69896004", "Rheumatoid arthritis", 40, 2),
                    longTerm("84757009", "Epilepsy", 2, 1),
                    longTerm("37796009", "Migraine", 15, 8),
                    longTerm("43116000", "Eczema", 0, 11),
                    longTerm("90560007", "Gout", 45, 4),
                    longTerm("64859006", "Osteoporosis", 60, 8),
                    longTerm("52448006", "Dementia", 75, 9));

    static final List<Concept> PASSING =
            List.of(
                    Concept.snomed("233604007", "Pneumonia"),
                    Concept.snomed("68566005", "Urinary tract infectious disease"),
                    Concept.snomed("54150009", "Upper respiratory infection"),
                    Concept.snomed("271737000", "Anaemia"));

    static final Concept NO_KNOWN_ALLERGY = Concept.snomed("716186003", "No known allergy");
    static final Reactivity PENICILLIN =
            new Reactivity(
                    Concept.snomed("91936005", "Allergy to penicillin"),
                    "medication",
                    Concept.snomed("247472004", "Urticaria"),
                    "moderate");
    static final List<Reactivity> ALLERGIES =
            List.of(
                    PENICILLIN,
                    new Reactivity(
                            Concept.snomed("293586001", "Allergy to aspirin"),
                            "medication",
                            Concept.snomed("271807003", "Eruption of skin"),
                            "mild"),
                    new Reactivity(
                            Concept.snomed("91935009", "Allergy to peanut"),
                            "food",
                            Concept.snomed("39579001", "Anaphylaxis"),
                            "severe"),
                    new Reactivity(
                            Concept.snomed("300916003", "Allergy to latex"),
                            "environment",
                            Concept.snomed("271807003", "Eruption of skin"),
                            "mild"));

    static final Concept BLOOD_PRESSURE = Concept.snomed("75367002", "Blood pressure");
    static final Concept SYSTOLIC = Concept.snomed("271649006", "Systolic blood pressure");
    static final Concept DIASTOLIC = Concept.snomed("271650006", "Diastolic blood pressure");
    static final Concept WEIGHT = Concept.snomed("27113001", "Body weight");
    static final Concept HEIGHT = Concept.snomed("50373000", "Body height");
    static final Concept BODY_MASS_INDEX = Concept.snomed("60621009", "Body mass index");
    static final Concept HEART_RATE = Concept.snomed("364075005", "Heart rate");
    static final Concept SATURATION = Concept.snomed("431314004", "Peripheral oxygen saturation");
    static final Concept TEMPERATURE = Concept.snomed("386725007", "Body temperature");
    static final Concept RESPIRATORY_RATE = Concept.snomed("86290005", "Respiratory rate");

    static final Concept FLU_JAB =
            Concept.snomed("822851000000102", "Seasonal influenza vaccination");
    static final Concept COVID_JAB =
            Concept.snomed(
                    "1324681000000101",
                    "Administration of first dose of SARS-CoV-2 (severe acute respiratory syndrome"
                            + " coronavirus 2) vaccine");

    static final Concept HIP_REPLACEMENT = Concept.snomed("52734007", "Total hip replacement");
    static final Concept APPENDICECTOMY = Concept.snomed("80146002", "Appendicectomy");
    static final Concept COLONOSCOPY = Concept.snomed("73761001", "Colonoscopy");

    private Catalogue() {}

    private static LongTerm longTerm(
            String code, String display, int fromAge, int percent, Treatment... treatments) {
        return new LongTerm(Concept.snomed(code, display), fromAge, percent, List.of(treatments));
    }

    private static Treatment local(String code, String display, String dose) {
        return new Treatment(Concept.localDrug(code, display), dose);
    }

    /** The LOINC concept of a laboratory test; {@code null} where nobody mapped it. */
    public static @Nullable Concept loinc(LabTest test) {
        return test.loinc() == null ? null : Concept.loinc(test.loinc(), test.words());
    }
}
