package health.sheaf.mapping.edifact;

/** How segments follow each other in what is written. */
public enum Layout {
    /** A line each, as people read them and as the published examples are. */
    LINES,
    /** Without anything between, as they travel. */
    UNBROKEN
}
