package health.sheaf.core.policy;

/** The legitimate relationship between a user and a person, with what proves it. */
public sealed interface Relationship {

    /** Nothing is known. */
    record Unknown() implements Relationship {}

    /**
     * The user says so by acting in a role and for a purpose; it is written down and can be
     * reviewed.
     *
     * @param reason in words, for the reviewer
     */
    record SelfDeclared(String reason) implements Relationship {}
}
