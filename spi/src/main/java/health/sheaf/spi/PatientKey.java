package health.sheaf.spi;

/** Under which key a source is asked for a patient. */
public sealed interface PatientKey {

    /**
     * The source's own key for the patient: a FHIR logical id, a hospital number.
     *
     * @param value as the source writes it
     * @param nhsNumber the number the answer must carry where it carries any; the source need not
     *     know it
     */
    record Local(String value, NhsNumber nhsNumber) implements PatientKey {

        /** Without the key itself, which may be a hospital number. */
        @Override
        public String toString() {
            return "Local[***]";
        }
    }

    /**
     * The NHS number, for a source that is asked by it or whose own key is not known yet.
     *
     * @param nhsNumber a verified number
     */
    record National(NhsNumber nhsNumber) implements PatientKey {}

    NhsNumber nhsNumber();
}
