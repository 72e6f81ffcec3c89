package health.sheaf.estate.fhirserver;

import health.sheaf.estate.people.Source;
import java.util.Map;
import java.util.Set;

/**
 * How one product behaves. Everything in which the three FHIR servers of the region differ is here.
 *
 * @param source whose data
 * @param software what the product calls itself
 * @param pageSize entries of a page where nobody asks for fewer or more
 * @param maxPageSize entries of a page at most
 * @param parameters the search parameters it knows, by resource type; a type that is absent here is
 *     not served
 * @param unknown what becomes of a parameter it does not know
 * @param everything whether it has {@code Patient/<id>/$everything}
 * @param includes whether it understands {@code _include}
 * @param sorts whether it understands {@code _sort}
 * @param pretty whether its JSON is indented
 * @param gzip whether it compresses for who accepts it
 */
public record Habit(
        Source source,
        String software,
        int pageSize,
        int maxPageSize,
        Map<String, Set<String>> parameters,
        Unknown unknown,
        boolean everything,
        boolean includes,
        boolean sorts,
        boolean pretty,
        boolean gzip) {

    /** What becomes of a search parameter that the server does not know. */
    public enum Unknown {
        /** It is left out; the self link shows so. */
        IGNORED,
        /** 400, and an OperationOutcome that names it. */
        REFUSED
    }

    public Habit {
        parameters = Map.copyOf(parameters);
    }

    boolean serves(String type) {
        return parameters.containsKey(type);
    }

    boolean knows(String type, String parameter) {
        return parameters.getOrDefault(type, Set.of()).contains(parameter);
    }
}
