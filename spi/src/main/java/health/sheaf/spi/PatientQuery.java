package health.sheaf.spi;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How a patient is looked for in one source. */
public sealed interface PatientQuery {

    /** By NHS number. */
    record ByNhsNumber(NhsNumber nhsNumber) implements PatientQuery {}

    /**
     * By demographics; all that is given must match. Names are compared without regard to case, the
     * given name by its beginning.
     *
     * @param family the family name
     * @param given the beginning of a given name
     * @param birthDate the date of birth
     * @param gender a FHIR administrative gender
     * @param postcode the whole postcode; spaces do not matter
     */
    record ByDemographics(
            String family,
            @Nullable String given,
            LocalDate birthDate,
            @Nullable String gender,
            @Nullable String postcode)
            implements PatientQuery {

        /** Without the demographics. */
        @Override
        public String toString() {
            return "ByDemographics[***]";
        }
    }
}
