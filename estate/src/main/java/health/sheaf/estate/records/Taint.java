package health.sheaf.estate.records;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Plants a token in every clinical text, {@code ZQ-<position>-<source>-<field>}, so that a test can
 * look for what leaked. Each token occurs once in the region.
 */
public final class Taint {

    /** What every token begins with. */
    public static final String MARK = "ZQ-";

    private static final Set<String> CLINICAL_TYPES_NOT =
            Set.of("Patient", "Practitioner", "Organization", "Location");

    private static final Set<String> TEXTS =
            Set.of("text", "conclusion", "description", "title", "comment", "valueString");

    private Taint() {}

    /** The text with its token. */
    public static String mark(String text, int position, String source, String field) {
        return text + " " + MARK + position + "-" + source + "-" + field;
    }

    /** Marks the clinical texts of a resource, in place. */
    static void mark(ObjectNode resource, int position, String source) {
        if (!CLINICAL_TYPES_NOT.contains(resource.path("resourceType").asString())) {
            walk(resource, position, source, resource.path("id").asString());
        }
    }

    private static void walk(ObjectNode object, int position, String source, String path) {
        for (var name : object.propertyNames().toArray(String[]::new)) {
            var value = object.path(name);
            var here = path + "." + name;
            if (value.isString() && name.equals("data")) {
                object.put(name, encode(mark(decode(value.asString()), position, source, here)));
            } else if (value.isString() && isWords(object, name)) {
                object.put(name, mark(value.asString(), position, source, here));
            } else {
                descend(value, position, source, here);
            }
        }
    }

    private static void descend(JsonNode value, int position, String source, String path) {
        if (value instanceof ObjectNode child) {
            walk(child, position, source, path);
        } else if (value instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                descend(items.get(i), position, source, path + "." + i);
            }
        }
    }

    /** The words beside a code, but not the name behind a reference or an HL7 status. */
    private static boolean isWords(ObjectNode object, String name) {
        return TEXTS.contains(name)
                || (name.equals("display")
                        && object.has("code")
                        && !object.path("system").asString("").startsWith(Trees.HL7));
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
