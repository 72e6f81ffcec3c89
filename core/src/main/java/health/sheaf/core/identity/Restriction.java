package health.sheaf.core.identity;

/** Whether a person's whereabouts must stay hidden (the S-flag of PDS). */
public enum Restriction {
    /** Known not to be restricted. */
    NONE,
    /** Restricted: location is stripped from every source. */
    RESTRICTED,
    /** Nobody who could know has answered. Treated as restricted wherever location is concerned. */
    UNKNOWN
}
