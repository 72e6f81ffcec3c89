package health.sheaf.estate.fhirserver;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds what a resource refers to. */
final class References {

    /** A literal reference within the server. */
    record Target(String type, String id) {}

    private References() {}

    /**
     * @param element only references below the element of that name; empty: all
     */
    static List<Target> in(ObjectNode tree, String element) {
        var targets = new ArrayList<Target>();
        for (var property : tree.properties()) {
            if (element.isEmpty() || property.getKey().equals(element)) {
                collect(property.getValue(), targets);
            } else if (property.getValue().isContainer()) {
                // search parameters name the element without the path before it
                nested(property.getValue(), element, targets);
            }
        }
        return targets;
    }

    private static void nested(JsonNode node, String element, List<Target> targets) {
        for (var child : node) {
            if (child instanceof ObjectNode object) {
                targets.addAll(in(object, element));
            }
        }
        if (node instanceof ObjectNode object) {
            targets.addAll(in(object, element));
        }
    }

    private static void collect(JsonNode node, List<Target> targets) {
        var reference = node.path("reference").asString("");
        int slash = reference.indexOf('/');
        if (slash > 0) {
            targets.add(new Target(reference.substring(0, slash), reference.substring(slash + 1)));
        }
        for (var child : node) {
            collect(child, targets);
        }
    }
}
