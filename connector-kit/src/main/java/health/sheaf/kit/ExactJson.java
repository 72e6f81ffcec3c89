package health.sheaf.kit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON trees that keep every digit, and a form of them in which two are equal exactly when they say
 * the same. Independent of the product's own reader, so that it can judge it.
 */
public final class ExactJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private ExactJson() {}

    /** Reads an object. */
    public static ObjectNode read(String json) {
        return (ObjectNode) MAPPER.readTree(json);
    }

    /** Writes a tree in one line. */
    public static String write(JsonNode tree) {
        return MAPPER.writeValueAsString(tree);
    }

    /** The tree with sorted keys and without {@code meta}, which servers write themselves. */
    public static String canonical(ObjectNode resource) {
        var copy = resource.deepCopy();
        copy.remove("meta");
        return sorted(copy);
    }

    /** Every leaf's text at a dotted path that walks through arrays; numbers digit for digit. */
    public static List<String> values(JsonNode tree, String path) {
        List<JsonNode> here = List.of(tree);
        for (var name : Arrays.asList(path.split("\\."))) {
            here = flattened(here).stream().map(node -> node.path(name)).toList();
        }
        return flattened(here).stream()
                .filter(JsonNode::isValueNode)
                .filter(node -> !node.isNull())
                .map(node -> node.isString() ? node.stringValue() : write(node))
                .toList();
    }

    /** The objects at a dotted path that walks through arrays. */
    public static List<JsonNode> objects(JsonNode tree, String path) {
        List<JsonNode> here = List.of(tree);
        for (var name : Arrays.asList(path.split("\\."))) {
            here = flattened(here).stream().map(node -> node.path(name)).toList();
        }
        return flattened(here).stream().filter(JsonNode::isObject).toList();
    }

    private static List<JsonNode> flattened(List<JsonNode> nodes) {
        var flat = new ArrayList<JsonNode>();
        for (var node : nodes) {
            if (node.isArray()) {
                node.forEach(flat::add);
            } else if (!node.isMissingNode()) {
                flat.add(node);
            }
        }
        return flat;
    }

    private static String sorted(JsonNode node) {
        if (node.isObject()) {
            return new TreeSet<>(node.propertyNames())
                    .stream()
                            .map(name -> '"' + name + "\":" + sorted(node.path(name)))
                            .collect(Collectors.joining(",", "{", "}"));
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(ExactJson::sorted)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return write(node);
    }
}
