package health.sheaf.transport;

/** Parameters of a query or of a form, in order, encoded as they come. */
public final class QueryText {

    private final StringBuilder text = new StringBuilder();

    /** Adds a parameter. */
    public QueryText with(String name, String value) {
        if (!text.isEmpty()) {
            text.append('&');
        }
        text.append(UrlText.value(name)).append('=').append(UrlText.value(value));
        return this;
    }

    public boolean isEmpty() {
        return text.isEmpty();
    }

    /** What is to be sent: {@code a=1&b=x%2Cy}. */
    public String encoded() {
        return text.toString();
    }

    /** Without the parameters, which may tell of a patient. */
    @Override
    public String toString() {
        return "QueryText[***]";
    }
}
