package health.sheaf.spi;

/**
 * Proof that policy allowed a question. Every verb of a connector takes one, so that asking without
 * a decision does not compile. Only {@code core.policy} makes them (ArchUnit sees to it; the
 * connector kit has one for tests of its own).
 */
public interface Authority {

    /** Identifies the decision in the audit log. */
    String decisionId();

    EndUser user();

    Purpose purpose();

    /** May learn which sources know a person: existence and links, nothing else. */
    interface ToLocate extends Authority {}

    /**
     * May read the facts that prove a relationship (an encounter, a registration, a referral),
     * nothing else.
     */
    interface ToSeeEvidence extends Authority {}

    /** May read the record. */
    interface ToRead extends Authority {}
}
