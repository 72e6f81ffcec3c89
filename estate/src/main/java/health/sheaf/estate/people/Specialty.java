package health.sheaf.estate.people;

/** Treatment functions of the NHS Data Dictionary that the infirmary has. */
public enum Specialty {
    GENERAL_MEDICINE("300", "General internal medicine", "C3456789", "Ward 12"),
    CARDIOLOGY("320", "Cardiology", "C4567890", "Coronary care"),
    RESPIRATORY("340", "Respiratory medicine", "C5678901", "Ward 26"),
    TRAUMA_AND_ORTHOPAEDICS("110", "Trauma and orthopaedics", "C6789012", "Ward 41"),
    GENERAL_SURGERY("100", "General surgery", "C7890123", "Ward 7"),
    EMERGENCY("180", "Emergency medicine", "C8901234", "Emergency department"),
    DERMATOLOGY("330", "Dermatology", "C9012345", "Outpatients 2");

    private final String code;
    private final String words;
    private final String consultant;
    private final String ward;

    Specialty(String code, String words, String consultant, String ward) {
        this.code = code;
        this.words = words;
        this.consultant = consultant;
        this.ward = ward;
    }

    /** The treatment function code. */
    public String code() {
        return code;
    }

    public String words() {
        return words;
    }

    /** The lead consultant's code; invented. */
    public String consultant() {
        return consultant;
    }

    public String ward() {
        return ward;
    }
}
