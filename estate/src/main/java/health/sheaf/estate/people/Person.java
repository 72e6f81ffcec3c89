package health.sheaf.estate.people;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who lives in the region. Invented, every one of them.
 *
 * @param position the place in the population, from nought
 * @param nhsNumber ten digits of the 999 range
 * @param title Mr, Mrs, Ms, Miss, Mx, Dr
 * @param given given names, at least one
 * @param family the family name
 * @param gender a FHIR administrative gender
 * @param born the date of birth
 * @param died the date of death
 * @param home the address
 * @param phone a number of the range kept for drama
 * @param knownTo the systems that have this person
 * @param restricted whether the record is restricted
 * @param oldHospitalNumber a hospital number that a merge superseded
 */
public record Person(
        int position,
        String nhsNumber,
        String title,
        List<String> given,
        String family,
        String gender,
        LocalDate born,
        @Nullable LocalDate died,
        Address home,
        String phone,
        Set<Source> knownTo,
        boolean restricted,
        @Nullable String oldHospitalNumber) {

    public Person {
        given = List.copyOf(given);
        knownTo = Set.copyOf(knownTo);
    }

    public boolean isKnownTo(Source source) {
        return knownTo.contains(source);
    }

    public String localNumber(Source source) {
        return source.localNumber(position);
    }

    /** Whole years on a day. */
    public int ageOn(LocalDate day) {
        return born.until(day).getYears();
    }
}
