package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the value of a leaf as an element of a FHIR type. What is not a value of that type is not
 * written and counted.
 *
 * @param types the FHIR types the element may have here; several where the value decides
 * @param codes of a required binding; empty where any are allowed
 */
record ElementWriter(List<String> types, Set<String> codes, ZoneId zone, Position position) {

    static final String SOURCE_CODE = "https://sheaf.health/fhir/StructureDefinition/source-code";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern CODE = Pattern.compile("\\S+( \\S+)*");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?");

    ElementWriter {
        types = List.copyOf(types);
        codes = Set.copyOf(codes);
    }

    Optional<Made> write(Value value, Scope scope, boolean live) {
        var type = typeOf(value);
        return switch (value) {
            case Value.Tree tree -> tree(tree, type, scope, live);
            case Value.Shaped shaped ->
                    Optional.of(new Made(shaped.type(), shaped.node(), null, live));
            case Value.Unmapped unmapped -> unmapped(unmapped.code(), type, live);
            case Value other -> primitive(other, type, scope, live);
        };
    }

    /** Which of the types a value is written as. */
    private String typeOf(Value value) {
        if (types.size() == 1) {
            return types.getFirst();
        }
        var kind = kind(value);
        return types.stream()
                .filter(kind::fits)
                .findFirst()
                .or(() -> types.stream().filter(Kind.TEXT::fits).findFirst())
                .orElse(types.getFirst());
    }

    private static Kind kind(Value value) {
        return switch (value) {
            case Value.Text text -> Kind.TEXT;
            case Value.Unmapped text -> Kind.TEXT;
            case Value.Amount number -> Kind.NUMBER;
            case Value.Flag flag -> Kind.FLAG;
            case Value.Day day -> Kind.DAY;
            case Value.Local local -> Kind.MOMENT;
            case Value.Moment moment -> Kind.MOMENT;
            case Value.TimeOfDay time -> Kind.TIME;
            case Value.Bytes bytes -> Kind.BYTES;
            case Value.Many many -> Kind.LIST;
            case Value.Tree tree -> tree.kind();
            case Value.Parts parts -> Kind.TEXT;
            case Value.Shaped shaped -> Kind.OBJECT;
            case Value.Absent none -> Kind.COLUMN;
        };
    }

    private Optional<Made> tree(Value.Tree tree, String type, Scope scope, boolean live) {
        var node = tree.node();
        if (tree.kind() == Kind.CONCEPT && type.equals("Coding")) {
            return Optional.of(new Made(type, node.path("coding").path(0), null, live));
        }
        if (tree.kind() == Kind.RANGE && type.equals("Range") && node.has("text")) {
            node.remove("text");
            if (node.isEmpty()) {
                scope.issue(IssueKind.VALUE_UNREADABLE, position);
                return Optional.empty();
            }
        }
        return Optional.of(new Made(type, node, null, live));
    }

    /** The source's own code, where the element cannot hold it. */
    private Optional<Made> unmapped(String code, String type, boolean live) {
        if (type.equals("string") || type.equals("markdown")) {
            return Optional.of(new Made(type, JSON.stringNode(code), null, live));
        }
        var extra = JSON.objectNode();
        ObjectNode extension = extra.putArray("extension").addObject();
        extension.put("url", SOURCE_CODE);
        extension.put("valueString", code);
        return Optional.of(new Made(type, null, extra, live));
    }

    private Optional<Made> primitive(Value value, String type, Scope scope, boolean live) {
        var text = value.asText();
        if (type.equals("code")
                && text != null
                && !codes.isEmpty()
                && !codes.contains(text.strip())) {
            scope.issue(IssueKind.CODE_UNMAPPED, position);
            return unmapped(text.strip(), type, live);
        }
        var node = json(value, text, type, scope);
        if (node == null) {
            scope.issue(IssueKind.VALUE_UNREADABLE, position);
            return Optional.empty();
        }
        return Optional.of(new Made(type, node, null, live));
    }

    private @Nullable JsonNode json(Value value, @Nullable String text, String type, Scope scope) {
        return switch (type) {
            case "string", "markdown" -> text == null ? null : JSON.stringNode(text);
            case "code" -> shaped(text, CODE);
            case "id" -> shaped(text, ID);
            case "uri", "url", "canonical", "oid", "uuid" -> shaped(text, CODE);
            case "boolean" -> flag(value, text);
            case "decimal" -> number(value, text);
            case "integer" -> whole(text, Integer.MIN_VALUE);
            case "unsignedInt" -> whole(text, 0);
            case "positiveInt" -> whole(text, 1);
            case "date" ->
                    TimeFunctions.day(value, List.of())
                            .<JsonNode>map(JSON::stringNode)
                            .orElse(null);
            case "dateTime" -> moment(value, true, scope);
            case "instant" -> moment(value, false, scope);
            case "time" -> time(value, text);
            case "base64Binary" -> base64(value, text);
            case String other -> null;
        };
    }

    private static @Nullable JsonNode shaped(@Nullable String text, Pattern shape) {
        return text != null && shape.matcher(text.strip()).matches()
                ? JSON.stringNode(text.strip())
                : null;
    }

    private static @Nullable JsonNode flag(Value value, @Nullable String text) {
        if (value instanceof Value.Flag flag) {
            return JSON.booleanNode(flag.on());
        }
        return "true".equals(text) || "false".equals(text)
                ? JSON.booleanNode(Boolean.parseBoolean(text))
                : null;
    }

    private static @Nullable JsonNode number(Value value, @Nullable String text) {
        if (value instanceof Value.Amount amount) {
            return JSON.numberNode(amount.number());
        }
        return text != null && NUMBER.matcher(text.strip()).matches()
                ? JSON.numberNode(new BigDecimal(text.strip()))
                : null;
    }

    private static @Nullable JsonNode whole(@Nullable String text, int least) {
        if (text == null || !NUMBER.matcher(text.strip()).matches()) {
            return null;
        }
        try {
            int number = new BigDecimal(text.strip()).intValueExact();
            return number < least ? null : JSON.numberNode(number);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private @Nullable JsonNode moment(Value value, boolean dayToo, Scope scope) {
        return switch (TimeFunctions.moment(value, List.of(), zone, scope, position)) {
            case Value.Moment moment -> JSON.stringNode(moment.fhir());
            case Value.Day day when dayToo -> JSON.stringNode(day.iso());
            case Value other -> null;
        };
    }

    private static @Nullable JsonNode time(Value value, @Nullable String text) {
        if (text == null || !TIME.matcher(text.strip()).matches()) {
            return null;
        }
        try {
            var time =
                    value instanceof Value.TimeOfDay of ? of.time() : LocalTime.parse(text.strip());
            var iso = time.toString();
            return JSON.stringNode(iso.length() == 5 ? iso + ":00" : iso);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable JsonNode base64(Value value, @Nullable String text) {
        if (value instanceof Value.Bytes bytes) {
            return JSON.stringNode(Base64.getEncoder().encodeToString(bytes.bytes()));
        }
        if (text == null) {
            return null;
        }
        try {
            Base64.getMimeDecoder().decode(text);
            return JSON.stringNode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
