package health.sheaf.core.policy;

/** What kind of authority is asked for. */
public enum Interaction {
    LOCATE,
    SEE_EVIDENCE,
    READ
}
