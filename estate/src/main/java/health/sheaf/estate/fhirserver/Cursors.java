package health.sheaf.estate.fhirserver;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/** The pages that somebody may still ask for, under opaque names. The oldest are forgotten. */
final class Cursors {

    private static final int KEPT = 2_000;
    private static final int NAME_BYTES = 18;

    /**
     * The rest of a result.
     *
     * @param self what was asked, for the self link
     * @param rest what has not been sent
     * @param pageSize entries of a page
     * @param total of the whole result
     */
    record Rest(String self, List<Item> rest, int pageSize, int total) {
        Rest {
            rest = List.copyOf(rest);
        }
    }

    /** A resource and why it is in the result: {@code match} or {@code include}. */
    record Item(ObjectNode resource, String mode) {}

    private final RandomGenerator random;
    private final Map<String, Rest> rests =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Rest> eldest) {
                    return size() > KEPT;
                }
            };

    Cursors(RandomGenerator random) {
        this.random = random;
    }

    synchronized String keep(Rest rest) {
        var bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        var name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        rests.put(name, rest);
        return name;
    }

    synchronized Optional<Rest> find(String name) {
        return Optional.ofNullable(rests.get(name));
    }
}
