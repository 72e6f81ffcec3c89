package health.sheaf.server.fhir;

/** What is said in more than one place, so that the places cannot be told apart. */
final class Words {

    static final String NOT_FOUND = "There is no such thing, or none that may be shown to you.";

    private Words() {}
}
