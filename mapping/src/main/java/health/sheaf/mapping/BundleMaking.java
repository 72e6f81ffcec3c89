package health.sheaf.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Bundle of one message while it is made: which resources there will be, so that they can refer
 * to each other before they are there, and those that were made on the way. For one message and one
 * thread.
 *
 * <p>Ids follow from the message (its seed and a number) or from a resource's key: the same message
 * gives the same bytes.
 */
final class BundleMaking {

    /**
     * A resource there will be.
     *
     * @param name of its rule in the map
     * @param record what it is made of
     */
    record Planned(String type, String name, NativeRecord record, String id) {}

    /** A resource that came up while another was made. */
    private record Taken(String owner, ObjectNode resource) {}

    private final String seed;
    private String owner = "";
    private final List<Planned> planned = new ArrayList<>();
    private final Map<NativeRecord, List<Planned>> byGroup = new HashMap<>();
    private final Map<Taken, String> made = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    BundleMaking(String seed) {
        this.seed = seed;
    }

    Planned plan(String type, String name, NativeRecord record, @Nullable String key) {
        var one = new Planned(type, name, record, id(type, key));
        planned.add(one);
        byGroup.computeIfAbsent(record.group(), group -> new ArrayList<>()).add(one);
        return one;
    }

    private String id(String type, @Nullable String key) {
        int number = numbers.merge(type, 1, Integer::sum);
        var name = key == null ? seed + "\u0000" + type + "\u0000" + number : type + "\u0000" + key;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The resource of a type made of the nearest record: the one in hand, or one around it. */
    Optional<Planned> nearest(String type, NativeRecord here) {
        for (@Nullable NativeRecord at = here; at != null; at = at.around()) {
            for (var one : byGroup.getOrDefault(at.group(), List.of())) {
                if (one.type().equals(type) && (one.record().equals(at) || at.equals(at.group()))) {
                    return Optional.of(one);
                }
            }
        }
        return Optional.empty();
    }

    /** The resources of a type made of what stands in the record in hand, itself left out. */
    List<Planned> inside(String type, NativeRecord here) {
        var group = here.group();
        return planned.stream()
                .filter(one ->
                        one.type().equals(type)
                                && !one.record().equals(here)
                                && isIn(one.record(), group))
                .toList();
    }

    /** The first resource of a type that a named rule makes. */
    Optional<Planned> named(String type, String name) {
        return planned.stream()
                .filter(one -> one.type().equals(type) && one.name().equals(name))
                .findFirst();
    }

    private static boolean isIn(NativeRecord record, NativeRecord group) {
        for (@Nullable NativeRecord at = record; at != null; at = at.around()) {
            if (at.equals(group)) {
                return true;
            }
        }
        return false;
    }

    /** From now on, what comes up belongs to this resource. */
    void working(Planned one) {
        owner = one.id();
    }

    /** Takes a resource that came up on the way; an equal one of the same owner is taken once. */
    String take(String type, ObjectNode resource) {
        return made.computeIfAbsent(new Taken(owner, resource), one -> id(type, null));
    }

    /** What came up on the way, with ids. */
    List<ObjectNode> taken() {
        List<ObjectNode> all = new ArrayList<>();
        made.forEach((one, id) -> {
            var whole = JsonNodeFactory.instance.objectNode();
            whole.put("resourceType", one.resource().path("resourceType").asString());
            whole.put("id", id);
            whole.setAll(one.resource());
            all.add(whole);
        });
        return all;
    }

    static ObjectNode reference(String id) {
        var reference = JsonNodeFactory.instance.objectNode();
        reference.put("reference", "urn:uuid:" + id);
        return reference;
    }
}
