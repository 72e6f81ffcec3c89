package health.sheaf.estate.people;

/**
 * A code with its words.
 *
 * @param system the code system's URI
 * @param code the code
 * @param display the words of the code system
 */
public record Concept(String system, String code, String display) {

    public static final String SNOMED = "http://snomed.info/sct";
    public static final String DMD = "https://dmd.nhs.uk";
    public static final String LOINC = "http://loinc.org";

    /** The practice's own drug dictionary: what a system has before dm+d. */
    public static final String GP_DRUGS = "https://riverside-surgery.example/drug-dictionary";

    static Concept snomed(String code, String display) {
        return new Concept(SNOMED, code, display);
    }

    static Concept dmd(String code, String display) {
        return new Concept(DMD, code, display);
    }

    static Concept loinc(String code, String display) {
        return new Concept(LOINC, code, display);
    }

    static Concept localDrug(String code, String display) {
        return new Concept(GP_DRUGS, code, display);
    }
}
