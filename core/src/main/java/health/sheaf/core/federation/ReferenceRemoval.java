package health.sheaf.core.federation;

import java.util.ArrayList;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes references out of a resource. Where the reference is the point of an element of a list
 * ({@code Patient.link}, {@code Appointment.participant}), the element goes with it.
 */
public final class ReferenceRemoval {

    private ReferenceRemoval() {}

    /**
     * Removes every Reference whose literal reference matches.
     *
     * @return how many were removed
     */
    public static int removeWhere(ObjectNode tree, Predicate<String> unwanted) {
        int removed = 0;
        for (var name : new ArrayList<>(tree.propertyNames())) {
            var child = tree.get(name);
            if (isUnwanted(child, unwanted)) {
                tree.remove(name);
                removed++;
            } else if (child instanceof ObjectNode object) {
                removed += removeWhere(object, unwanted);
            } else if (child instanceof ArrayNode array) {
                removed += inArray(array, unwanted);
                if (array.isEmpty()) {
                    tree.remove(name);
                }
            }
        }
        return removed;
    }

    private static int inArray(ArrayNode array, Predicate<String> unwanted) {
        int removed = 0;
        for (int i = array.size() - 1; i >= 0; i--) {
            var item = array.get(i);
            if (isUnwanted(item, unwanted)
                    || isUnwanted(item.path("other"), unwanted)
                    || isUnwanted(item.path("actor"), unwanted)) {
                array.remove(i);
                removed++;
            } else if (item instanceof ObjectNode object) {
                removed += removeWhere(object, unwanted);
            } else if (item instanceof ArrayNode nested) {
                removed += inArray(nested, unwanted);
            }
        }
        return removed;
    }

    private static boolean isUnwanted(JsonNode node, Predicate<String> unwanted) {
        var reference = node.path("reference");
        return reference.isString() && unwanted.test(reference.stringValue());
    }
}
