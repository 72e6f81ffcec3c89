package health.sheaf.kit;

/** What {@link ModestConnector} denies. */
final class Denials {

    private Denials() {}

    static boolean has(Behaviour behaviour) {
        return switch (behaviour) {
            case FETCH_BY_NHS_NUMBER,
                    FIND_BY_NHS_NUMBER,
                    SUBJECT_OF,
                    GIVES_RESOURCES_WHOLE,
                    GIVES_SUPPORTING_RESOURCES,
                    NOTICES_CORRUPTION,
                    ANSWERS_WITH_HEADERS ->
                    false;
            case FETCH_BY_LOCAL_KEY, KEEPS_LAST_UPDATED -> true;
        };
    }
}
