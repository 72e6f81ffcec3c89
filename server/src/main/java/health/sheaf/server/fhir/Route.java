package health.sheaf.server.fhir;

import health.sheaf.spi.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a path below the base asks for. */
sealed interface Route {

    record Metadata() implements Route {}

    record SmartConfiguration() implements Route {}

    /** The next or previous page of a result. */
    record Page() implements Route {}

    /**
     * A search.
     *
     * @param byForm whether it is a {@code POST _search}
     */
    record Search(String type, boolean byForm) implements Route {}

    record Read(String type, String id) implements Route {}

    record Everything(String patientId) implements Route {}

    Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    Set<String> GET = Set.of("GET", "HEAD");
    Set<String> POST = Set.of("POST");
    Set<String> BOTH = Set.of("GET", "HEAD", "POST");

    /** What resources of a record refer to and is nobody's own: read together with a person. */
    List<String> SUPPORTING =
            List.of(
                    "Endpoint",
                    "HealthcareService",
                    "Location",
                    "Medication",
                    "Organization",
                    "Practitioner",
                    "PractitionerRole",
                    "Substance");

    /** The methods a route takes. */
    default Set<String> methods() {
        return switch (this) {
            case Search search -> search.byForm() ? POST : GET;
            case Everything everything -> BOTH;
            case Metadata metadata -> GET;
            case SmartConfiguration smart -> GET;
            case Page page -> GET;
            case Read read -> GET;
        };
    }

    /** Its path with names in the place of values: it says nothing about anybody. */
    default String template() {
        return switch (this) {
            case Search search -> "/fhir/" + search.type() + (search.byForm() ? "/_search" : "");
            case Everything everything -> "/fhir/Patient/{id}/$everything";
            case Metadata metadata -> "/fhir/metadata";
            case SmartConfiguration smart -> "/fhir/.well-known/smart-configuration";
            case Page page -> "/fhir/_page";
            case Read read -> "/fhir/" + read.type() + "/{id}";
        };
    }

    /** How it is counted. */
    default String interaction() {
        return switch (this) {
            case Search search -> "search " + search.type();
            case Everything everything -> "everything";
            case Metadata metadata -> "metadata";
            case SmartConfiguration smart -> "smart-configuration";
            case Page page -> "page";
            case Read read -> "read " + read.type();
        };
    }

    /**
     * Reads a path.
     *
     * @param path below the base, such as {@code /Patient/x/$everything}; already checked for
     *     tricks
     * @return empty where there is no such thing
     */
    static Optional<Route> of(String path) {
        var parts = path.substring(Math.min(1, path.length())).split("/", -1);
        return switch (parts.length) {
            case 1 -> one(parts[0]);
            case 2 -> two(parts[0], parts[1]);
            case 3 ->
                    parts[0].equals("Patient") && isId(parts[1]) && parts[2].equals("$everything")
                            ? Optional.of(new Everything(parts[1]))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Route> one(String part) {
        return switch (part) {
            case "metadata" -> Optional.of(new Metadata());
            case "_page" -> Optional.of(new Page());
            case String type when isServed(type) -> Optional.of(new Search(type, false));
            case String other -> Optional.empty();
        };
    }

    private static Optional<Route> two(String first, String second) {
        if (first.equals(".well-known")) {
            return second.equals("smart-configuration")
                    ? Optional.of(new SmartConfiguration())
                    : Optional.empty();
        }
        if (SUPPORTING.contains(first) && !second.equals("_search")) {
            return isId(second) ? Optional.of(new Read(first, second)) : Optional.empty();
        }
        if (!isServed(first)) {
            return Optional.empty();
        }
        if (second.equals("_search")) {
            return Optional.of(new Search(first, true));
        }
        return isId(second) ? Optional.of(new Read(first, second)) : Optional.empty();
    }

    private static boolean isServed(String type) {
        return Section.allResourceTypes().contains(type);
    }

    private static boolean isId(String text) {
        return ID.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }
}
