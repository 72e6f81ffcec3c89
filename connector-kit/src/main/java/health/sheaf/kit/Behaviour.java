package health.sheaf.kit;

/**
 * What a connector may or may not be able to do, as far as {@link health.sheaf.spi.Capabilities}
 * does not say it already. {@link ConnectorContractTest} expects every one; a connector's test
 * denies some in one {@code switch}, each with its reason, and what is denied is then asserted to
 * fail in the agreed way instead.
 */
public enum Behaviour {
    /** Asked with an NHS number it answers; denied: {@code UNSUPPORTED_REQUEST}. */
    FETCH_BY_NHS_NUMBER,

    /** Asked with the source's own key it answers; denied: {@code UNSUPPORTED_REQUEST}. */
    FETCH_BY_LOCAL_KEY,

    /**
     * A finder takes an NHS number; denied: no finder, or it answers {@code UNSUPPORTED_REQUEST}.
     */
    FIND_BY_NHS_NUMBER,

    /** A finder says whose resource an id is; denied: no finder, or {@code UNSUPPORTED_REQUEST}. */
    SUBJECT_OF,

    /**
     * Entries are the source's own JSON, every element and digit ({@code meta} aside); denied: what
     * stands at {@link SourceUnderTest#comparedPaths} is the same.
     */
    GIVES_RESOURCES_WHOLE,

    /** What the charts refer to (Medication, Practitioner …) comes along; denied: it does not. */
    GIVES_SUPPORTING_RESOURCES,

    /**
     * The source gives the fixtures' {@code meta.lastUpdated}, so that filtering by it can be seen.
     */
    KEEPS_LAST_UPDATED,

    /**
     * Bytes that were inverted on the way are noticed; denied: the protocol cannot tell, and it is
     * only asserted that nothing is thrown and nobody else's data comes.
     */
    NOTICES_CORRUPTION,

    /** Answers have headers that end with a blank line, as in HTTP. */
    ANSWERS_WITH_HEADERS
}
