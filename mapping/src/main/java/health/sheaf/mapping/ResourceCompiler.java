package health.sheaf.mapping;

import health.sheaf.mapping.R4.Element;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.Position;
import health.sheaf.spi.Spelling;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles the {@code resource:} tree against R4's elements. */
final class ResourceCompiler {

    private static final Set<String> NOT_MAPPED =
            Set.of("id", "contained", "text", "implicitRules", "resourceType");
    private static final String VERIFICATION =
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
    private static final String VERIFICATION_CODES =
            "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland";

    /**
     * A leaf and where it stands, for search.
     *
     * @param path dotted names under the resource, choice elements without their type
     */
    record Placed(String path, String type, Leaf leaf, Position position) {}

    private final LeafCompiler leaves;
    private final ZoneId zone;
    private final UkCore ukCore;
    private final List<Placed> placed = new ArrayList<>();
    private boolean eachRow;

    ResourceCompiler(LeafCompiler leaves, ZoneId zone) {
        this.leaves = leaves;
        this.zone = zone;
        this.ukCore = UkCore.INSTANCE;
    }

    List<Placed> placed() {
        return placed;
    }

    /** Whether any {@code each: row} was met. */
    boolean eachRow() {
        return eachRow;
    }

    Template.ObjectTemplate compile(String resourceType, YamlNode.Mapping tree) {
        for (var name : NOT_MAPPED) {
            if (tree.entries().containsKey(name)) {
                throw new DefinitionException(
                        tree.keyPosition(name), "'" + name + "' is not set by a map");
            }
        }
        return object(tree, resourceType, resourceType, "");
    }

    /** Compiles the leaves of a shape: a datatype, a resource, or a part of one by its path. */
    Template.ObjectTemplate shape(String type, YamlNode.Mapping tree, Position position) {
        if (R4.INSTANCE.children(type).isEmpty()) {
            throw new DefinitionException(position, "'" + type + "' is no FHIR type");
        }
        boolean outer = leaves.inItem();
        leaves.inItem(true);
        var template = object(type.equals("Identifier") ? nhsNumber(tree) : tree, type, type, type);
        leaves.inItem(outer);
        return template;
    }

    private Template.ObjectTemplate object(
            YamlNode.Mapping tree, String parent, String type, String path) {
        var known = R4.INSTANCE.children(parent);
        List<Template.Field> fields = new ArrayList<>();
        var names = new LinkedHashMap<String, Position>();
        for (var entry : tree.entries().entrySet()) {
            var place = tree.keyPosition(entry.getKey());
            var target = target(entry.getKey(), known, parent, place);
            var earlier = names.put(target.element().name(), place);
            if (earlier != null) {
                throw new DefinitionException(
                        place, "this element is set twice, first at line " + earlier.line());
            }
            fields.add(field(target, entry.getValue(), path));
        }
        var required = required(known, names, parent, tree.position());
        boolean constant = fields.stream().allMatch(field -> field.template().constant());
        return new Template.ObjectTemplate(type, fields, required, constant, tree.position());
    }

    /** An element as the map names it: a choice element with its type, or without. */
    private record Target(Element element, List<String> types, boolean open) {}

    private static Target target(
            String key, Map<String, Element> known, String parent, Position place) {
        var element = known.get(key);
        if (element != null) {
            return new Target(element, element.types(), element.choice());
        }
        for (var choice : known.values()) {
            if (choice.choice() && key.startsWith(choice.name())) {
                var suffix = key.substring(choice.name().length()).toLowerCase(Locale.ROOT);
                for (var type : choice.types()) {
                    if (type.toLowerCase(Locale.ROOT).equals(suffix)) {
                        return new Target(choice, List.of(type), false);
                    }
                }
            }
        }
        throw new DefinitionException(
                place,
                "R4 has no element '"
                        + key
                        + "' in "
                        + parent
                        + Functions.suggestion(key, namesOf(known)));
    }

    private static Set<String> namesOf(Map<String, Element> known) {
        return known.values().stream()
                .flatMap(element ->
                        element.choice()
                                ? element.types().stream()
                                        .map(type -> element.name() + capital(type))
                                : java.util.stream.Stream.of(element.name()))
                .collect(Collectors.toSet());
    }

    private static String capital(String type) {
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    private static List<Template.Required> required(
            Map<String, Element> known,
            Map<String, Position> given,
            String parent,
            Position position) {
        List<Template.Required> required = new ArrayList<>();
        for (var element : known.values()) {
            if (!element.required() || element.name().equals("id")) {
                continue;
            }
            if (!given.containsKey(element.name())) {
                throw new DefinitionException(
                        position, parent + " needs '" + element.name() + "', and it is not set");
            }
            var first = element.types().isEmpty() ? "Element" : element.types().getFirst();
            var names =
                    element.choice()
                            ? element.types().stream()
                                    .map(type -> element.name() + capital(type))
                                    .toList()
                            : List.of(element.name());
            required.add(
                    new Template.Required(
                            names, Character.isLowerCase(first.charAt(0)), element.repeats()));
        }
        return required;
    }

    private Template.Field field(Target target, YamlNode node, String path) {
        var element = target.element();
        var under = path.isEmpty() ? element.name() : path + "." + element.name();
        var name =
                element.choice() && !target.open()
                        ? element.name() + capital(target.types().getFirst())
                        : element.name();
        return new Template.Field(
                name, target.open(), element.repeats(), template(target, node, under));
    }

    private Template template(Target target, YamlNode node, String path) {
        return switch (node) {
            case YamlNode.Sequence sequence -> {
                if (!target.element().repeats()) {
                    throw new DefinitionException(
                            sequence.position(),
                            "'" + target.element().name() + "' does not repeat: no list here");
                }
                yield new Template.ListTemplate(
                        sequence.items().stream()
                                .map(item -> template(target, item, path))
                                .toList());
            }
            case YamlNode.Mapping mapping when mapping.entries().containsKey("each") ->
                    each(target, mapping, path);
            case YamlNode.Mapping mapping -> objectAt(target, mapping, path);
            case YamlNode.Scalar scalar -> leaf(target, scalar, path);
        };
    }

    private Template each(Target target, YamlNode.Mapping mapping, String path) {
        if (!target.element().repeats()) {
            throw new DefinitionException(
                    mapping.keyPosition("each"),
                    "'" + target.element().name() + "' does not repeat: no 'each' here");
        }
        var item = mapping.entries().get("item");
        if (item == null
                || mapping.entries().size() != 2
                || !(mapping.entries().get("each") instanceof YamlNode.Scalar over)) {
            throw new DefinitionException(
                    mapping.position(), "a repeat has 'each:' and 'item:', nothing else");
        }
        if (over.text().equals("row") && !over.quoted()) {
            eachRow = true;
            return new Template.EachRow(template(target, item, path));
        }
        var parts = leaves.compile(over);
        boolean outer = leaves.inItem();
        leaves.inItem(true);
        var template = template(target, item, path);
        leaves.inItem(outer);
        return new Template.EachPart(parts, template);
    }

    private Template objectAt(Target target, YamlNode.Mapping mapping, String path) {
        var element = target.element();
        if (target.open()) {
            throw new DefinitionException(
                    mapping.position(),
                    "an object here needs its type in the name: '"
                            + element.name()
                            + capital(target.types().getFirst())
                            + "', for instance");
        }
        var type = target.types().isEmpty() ? "" : target.types().getFirst();
        var parent = type.isEmpty() ? "" : R4.INSTANCE.childrenOf(element, type);
        if (R4.INSTANCE.children(parent).isEmpty() || type.equals("Resource")) {
            throw new DefinitionException(
                    mapping.position(), "'" + element.name() + "' is " + type + ": no object here");
        }
        if (type.equals("Extension")) {
            ukCore.check(mapping);
        }
        var tree = type.equals("Identifier") ? nhsNumber(mapping) : mapping;
        return object(tree, parent, type, path);
    }

    private Template leaf(Target target, YamlNode.Scalar scalar, String path) {
        var element = target.element();
        if (scalar.isNull()) {
            throw new DefinitionException(
                    scalar.position(), "'" + element.name() + "' has no value here");
        }
        var leaf = leaves.compile(scalar);
        var types = writable(leaf, target, scalar);
        checkCodes(leaf, element, types, scalar);
        if (leaf.kinds().contains(Kind.LIST) && !element.repeats()) {
            throw new DefinitionException(
                    scalar.position(), "'" + element.name() + "' does not repeat: no list here");
        }
        placed.add(new Placed(path, types.getFirst(), leaf, scalar.position()));
        return new Template.LeafTemplate(
                leaf, new ElementWriter(types, element.codes(), zone, scalar.position()));
    }

    /** The types of an element that a leaf can give; all of what it gives must find one. */
    private static List<String> writable(Leaf leaf, Target target, YamlNode.Scalar scalar) {
        var element = target.element();
        List<String> types = new ArrayList<>();
        for (var kind : leaf.kinds()) {
            if (kind == Kind.RANGE && element.name().equals("referenceRange")) {
                types.add("BackboneElement");
                continue;
            }
            var fitting =
                    kind == Kind.OBJECT
                            ? shaped(leaf, target)
                            : target.types().stream().filter(kind::fits).toList();
            if (fitting.isEmpty()) {
                throw new DefinitionException(
                        scalar.position(),
                        "'"
                                + element.name()
                                + "' is "
                                + String.join(" or ", target.types())
                                + ", and this gives "
                                + kind.words());
            }
            fitting.stream().filter(type -> !types.contains(type)).forEach(types::add);
        }
        return types;
    }

    /** Which types of an element the shapes of a leaf make; none where one of them does not fit. */
    private static List<String> shaped(Leaf leaf, Target target) {
        var path = target.element().path();
        var fitting =
                leaf.possible().stream()
                        .filter(type -> target.types().contains(type) || type.equals(path))
                        .toList();
        return fitting.size() == leaf.possible().size() ? fitting : List.of();
    }

    private static void checkCodes(
            Leaf leaf, Element element, List<String> types, YamlNode.Scalar scalar) {
        if (!types.equals(List.of("code")) || element.codes().isEmpty()) {
            return;
        }
        if (!leaf.constant() && element.codes().contains(scalar.text())) {
            throw new DefinitionException(
                    scalar.position(),
                    "this reads a column of that name; the code is written in quotes: '"
                            + scalar.text()
                            + "'");
        }
        for (var text : leaf.possible()) {
            if (!element.codes().contains(text)) {
                throw new DefinitionException(
                        scalar.position(),
                        "'"
                                + text
                                + "' is no code of "
                                + element.path()
                                + Spelling.nearest(text, element.codes())
                                        .map(near -> "; did you mean '" + near + "'?")
                                        .orElse(
                                                ": "
                                                        + element.codes().stream()
                                                                .sorted()
                                                                .collect(
                                                                        Collectors.joining(", "))));
            }
        }
    }

    /** {@code { use: nhs-number, value: …, status: … }}: UK Core's NHS number. */
    private static YamlNode.Mapping nhsNumber(YamlNode.Mapping mapping) {
        if (!(mapping.entries().get("use") instanceof YamlNode.Scalar use)
                || !use.text().equals("nhs-number")) {
            return mapping;
        }
        var entries = new LinkedHashMap<String, YamlNode>(mapping.entries());
        entries.remove("use");
        @Nullable YamlNode status = entries.remove("status");
        var place = mapping.position();
        if (status != null) {
            var coding = new LinkedHashMap<String, YamlNode>();
            coding.put("system", quoted(VERIFICATION_CODES, place));
            coding.put("code", status);
            var extension = new LinkedHashMap<String, YamlNode>();
            extension.put("url", quoted(VERIFICATION, place));
            extension.put("valueCodeableConcept", of("coding", of(coding, place), place));
            entries.put("extension", of(extension, place));
        }
        entries.put("system", quoted(NhsNumber.SYSTEM, place));
        return of(entries, place);
    }

    private static YamlNode.Mapping of(String key, YamlNode value, Position place) {
        return of(Map.of(key, value), place);
    }

    private static YamlNode.Mapping of(Map<String, YamlNode> entries, Position place) {
        return new YamlNode.Mapping(entries, Map.of(), place);
    }

    private static YamlNode quoted(String text, Position place) {
        return new YamlNode.Scalar(text, YamlNode.Style.QUOTED, place);
    }
}
