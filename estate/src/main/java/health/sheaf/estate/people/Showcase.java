package health.sheaf.estate.people;

/**
 * The people at the first positions: each demonstrates one thing. Their order is their position and
 * therefore fixes their NHS number; new ones join at the end.
 */
public enum Showcase {
    EVERYWHERE("a record over all five systems, each with something of its own"),
    SAME_DRUG_TWICE("the same medicine recorded by the GP and by the hospital"),
    REFUTED_ALLERGY("a penicillin allergy of the GP's that the hospital refutes"),
    MERGED_NUMBER("a hospital number that a merge superseded; episodes lie under both"),
    FIRST_TWIN("a twin: same family name, birth date and address as her sister, other NHS number"),
    SECOND_TWIN("the other twin"),
    FIRST_NAMESAKE("two people of one name: this one has a penicillin allergy"),
    SECOND_NAMESAKE("two people of one name: this one has none and is 31 years younger"),
    NO_KNOWN_ALLERGIES("'no known allergies', asserted by the GP and the hospital"),
    RESTRICTED("a restricted record: no source may show where she lives"),
    DECEASED("somebody who has died"),
    TWO_SYSTEMS_ONLY("known to hospital administration and laboratory only"),
    ALLERGIES_NOT_RECORDED("nobody has recorded anything about allergies"),
    LONG_HISTORY("a long history: many pages at the GP, hundreds of results"),
    LOCAL_CODES("laboratory results in local codes, one of them mapped nowhere; 4.10 stays 4.10"),
    UNUSUAL_NAME("apostrophe, accent and a two-part family name");

    private final String shows;

    Showcase(String shows) {
        this.shows = shows;
    }

    /** What this person demonstrates, in one line. */
    public String shows() {
        return shows;
    }

    /** The place in the population. */
    @SuppressWarnings("EnumOrdinal") // the order of the showcases is their place, by definition
    public int position() {
        return ordinal();
    }

    boolean is(Person person) {
        return person.position() == position();
    }
}
