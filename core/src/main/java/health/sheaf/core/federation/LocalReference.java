package health.sheaf.core.federation;

import java.util.Optional;

/**
 * A literal reference inside one source: {@code Patient/123}, also where it is written as an
 * absolute address or with a version.
 *
 * @param type the resource type it names
 * @param id the native id
 */
public record LocalReference(String type, String id) {

    private static final String HISTORY = "/_history/";

    /**
     * Reads a literal reference; empty for fragments, URNs and whatever does not end in {@code
     * Type/id}.
     */
    public static Optional<LocalReference> parse(String reference) {
        if (reference.isEmpty() || reference.charAt(0) == '#' || reference.startsWith("urn:")) {
            return Optional.empty();
        }
        int end = reference.indexOf(HISTORY);
        var plain = end < 0 ? reference : reference.substring(0, end);
        int slash = plain.lastIndexOf('/');
        if (slash <= 0 || slash == plain.length() - 1) {
            return Optional.empty();
        }
        int before = plain.lastIndexOf('/', slash - 1);
        var type = plain.substring(before + 1, slash);
        if (type.isEmpty() || !Character.isUpperCase(type.charAt(0))) {
            return Optional.empty();
        }
        return Optional.of(new LocalReference(type, plain.substring(slash + 1)));
    }

    /** As a relative reference. */
    public String text() {
        return type + "/" + id;
    }
}
