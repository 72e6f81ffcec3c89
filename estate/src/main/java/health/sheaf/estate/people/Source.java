package health.sheaf.estate.people;

/** The five systems of the region. */
public enum Source {
    RIVERSIDE_GP("riverside-gp", "Riverside Surgery", "B86001", "g", 100_000, 31),
    INFIRMARY_EPR(
            "infirmary-epr", "Infirmary electronic patient record", "RR8", "e", 4_000_000, 62),
    INFIRMARY_PAS("infirmary-pas", "Infirmary patient administration", "RR8", "RI", 0, 93),
    PATHOLOGY_LIMS("pathology-lims", "Pathology laboratory", "RWD", "", 300_000, 124),
    COMMUNITY_CARE("community-care", "Community care", "RY6", "cc", 70_000, 155);

    private final String id;
    private final String title;
    private final String ods;
    private final String prefix;
    private final int firstNumber;
    private final long offset;

    Source(String id, String title, String ods, String prefix, int firstNumber, int offset) {
        this.id = id;
        this.title = title;
        this.ods = ods;
        this.prefix = prefix;
        this.firstNumber = firstNumber;
        this.offset = offset;
    }

    /** As definitions write it. */
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /** The owner's ODS code. */
    public String ods() {
        return ods;
    }

    /**
     * What this system calls a person: its own number, which tells nobody the NHS number or the
     * position in another system. One to one over the positions up to a million.
     */
    public String localNumber(int position) {
        // A step that shares no factor with the modulus scatters the numbers and stays one to one.
        long scattered = (position * 7_919L + offset) % 1_000_003L;
        long number = firstNumber + scattered;
        return switch (this) {
            case INFIRMARY_PAS -> "%s%07d".formatted(prefix, number);
            case RIVERSIDE_GP, INFIRMARY_EPR, PATHOLOGY_LIMS, COMMUNITY_CARE -> prefix + number;
        };
    }
}
