package health.sheaf.spi;

/** Why somebody asks: the purposes of use of HL7 v3 {@code ActReason} that policy distinguishes. */
public enum Purpose {
    DIRECT_CARE("TREAT"),
    EMERGENCY_CARE("ETREAT"),
    PUBLIC_HEALTH("PUBHLTH"),
    RESEARCH("HRESCH"),
    ADMINISTRATION("HOPERAT"),
    PATIENT_REQUEST("PATRQT");

    private final String code;

    Purpose(String code) {
        this.code = code;
    }

    /** The code in {@code http://terminology.hl7.org/CodeSystem/v3-ActReason}. */
    public String code() {
        return code;
    }
}
