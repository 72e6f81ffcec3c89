package health.sheaf.estate.fhirserver;

import health.sheaf.estate.fhirserver.SearchParameters.Definition;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Decides whether a resource meets a search parameter. */
final class Matching {

    private Matching() {}

    /**
     * @param value as it was given: commas mean "or"
     */
    static boolean matches(ObjectNode resource, Definition definition, String value) {
        var found = values(resource, definition.paths());
        for (var alternative : value.split(",", -1)) {
            for (var node : found) {
                if (matches(node, definition, alternative)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(JsonNode node, Definition definition, String value) {
        return switch (definition.kind()) {
            case TOKEN -> token(node, value);
            case DATE -> Span.of(node).filter(span -> Span.matches(span, value)).isPresent();
            case STRING -> plain(node.asString("")).startsWith(plain(value));
            case REFERENCE -> reference(node.path("reference").asString(""), value);
        };
    }

    /** The nodes at some dotted paths, lists flattened. */
    static List<JsonNode> values(ObjectNode resource, List<String> paths) {
        var all = new ArrayList<JsonNode>();
        for (var path : paths) {
            List<JsonNode> here = List.of(resource);
            for (var step : path.split("\\.", -1)) {
                here = step(here, step);
            }
            all.addAll(here);
        }
        return all;
    }

    private static List<JsonNode> step(List<JsonNode> from, String name) {
        var next = new ArrayList<JsonNode>();
        for (var node : from) {
            var child = node.path(name);
            if (child.isArray()) {
                child.forEach(next::add);
            } else if (!child.isMissingNode()) {
                next.add(child);
            }
        }
        return next;
    }

    private static boolean token(JsonNode node, String value) {
        int bar = value.indexOf('|');
        var code = bar < 0 ? value : value.substring(bar + 1);
        if (!node.isObject()) {
            return node.asString("").equals(code);
        }
        if (node.has("coding")) {
            for (var coding : node.path("coding")) {
                if (token(coding, value)) {
                    return true;
                }
            }
            return false;
        }
        var system = node.path("system").asString("");
        var own = node.has("code") ? node.path("code") : node.path("value");
        return (bar < 0 || system.equals(value.substring(0, bar)))
                && (code.isEmpty() || own.asString("").equals(code));
    }

    /** A reference may be asked for by id, by type and id, or by its whole address. */
    private static boolean reference(String reference, String value) {
        return reference.equals(value)
                || reference.endsWith("/" + value)
                || value.endsWith("/" + reference);
    }

    private static String plain(String text) {
        var decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
        return decomposed.replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT).replace(" ", "");
    }
}
