package health.sheaf.mapping;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Compares facts and not text: a fact is a resource type, a path without indexes, and a value. Ids,
 * narratives and displays are none; a local reference counts as being there; a coding is one fact.
 * Resources of one type are paired by how much they have in common.
 */
final class Facts {

    private static final Set<String> NONE =
            Set.of(
                    "id",
                    "fullUrl",
                    "meta",
                    "text",
                    "resourceType",
                    "implicitRules",
                    "language",
                    "display",
                    "userSelected",
                    "contained");

    /** How much of what was expected is there, and what nobody expected. */
    record Verdict(int expected, int found, List<String> missing, List<String> invented) {
        Verdict {
            missing = List.copyOf(missing);
            invented = List.copyOf(invented);
        }
    }

    private Facts() {}

    static Verdict compare(JsonNode expected, JsonNode actual) {
        var left = new ArrayList<>(resources(actual));
        var missing = new ArrayList<String>();
        var invented = new ArrayList<String>();
        var types = new java.util.HashSet<String>();
        int total = 0;
        var wanted = new ArrayList<>(resources(expected));
        wanted.sort(Comparator.comparingInt((One one) -> -one.size()));
        for (var one : wanted) {
            types.add(one.type());
            total += one.size();
            var best =
                    left.stream()
                            .filter(other -> other.type().equals(one.type()))
                            .max(Comparator.comparingInt(one::common));
            if (best.isPresent() && one.common(best.get()) > 0) {
                left.remove(best.get());
                missing.addAll(one.without(best.get()));
                invented.addAll(best.get().without(one));
            } else {
                missing.addAll(one.without(new One(one.type(), Map.of())));
            }
        }
        left.stream()
                .filter(one -> types.contains(one.type()))
                .forEach(one -> invented.addAll(one.without(new One(one.type(), Map.of()))));
        return new Verdict(total, total - missing.size(), missing, invented);
    }

    private record One(String type, Map<String, Integer> facts) {

        int size() {
            return facts.values().stream().mapToInt(Integer::intValue).sum();
        }

        int common(One other) {
            return size() - without(other).size();
        }

        List<String> without(One other) {
            var rest = new ArrayList<String>();
            facts.forEach((fact, count) -> {
                for (int n = other.facts.getOrDefault(fact, 0); n < count; n++) {
                    rest.add(type + " " + fact);
                }
            });
            return rest;
        }
    }

    private static List<One> resources(JsonNode bundle) {
        var found = new ArrayList<One>();
        for (var entry : bundle.path("entry")) {
            var resource = entry.path("resource");
            var facts = new TreeMap<String, Integer>();
            collect(resource, "", facts);
            found.add(new One(resource.path("resourceType").asString(), facts));
        }
        return found;
    }

    private static void collect(JsonNode node, String path, Map<String, Integer> facts) {
        if (node.isArray()) {
            node.forEach(item -> collect(item, path, facts));
        } else if (!node.isObject()) {
            facts.merge(path + " = " + scalar(node), 1, Integer::sum);
        } else if (node.path("code").isString() && node.has("system") && !node.has("value")) {
            var coding = node.path("system").asString() + "|" + node.path("code").asString();
            facts.merge(path + " = " + coding, 1, Integer::sum);
        } else {
            node.properties().stream()
                    .filter(entry -> !NONE.contains(entry.getKey()))
                    .forEach(entry -> field(entry, path, facts));
        }
    }

    private static void field(
            Map.Entry<String, JsonNode> entry, String path, Map<String, Integer> facts) {
        var under = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
        boolean local =
                entry.getKey().equals("reference")
                        && !entry.getValue().asString().startsWith("http");
        if (local) {
            facts.merge(under + " = present", 1, Integer::sum);
        } else {
            collect(entry.getValue(), under, facts);
        }
    }

    /** Numbers without trailing noughts, moments in one zone. */
    private static String scalar(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue().stripTrailingZeros().toPlainString();
        }
        var text = node.asString().strip();
        if (text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*(Z|[+-]\\d\\d:\\d\\d)")) {
            return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC).toString();
        }
        return text;
    }
}
