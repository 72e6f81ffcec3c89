package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles a map of messages, together with what it extends. */
final class MessageMapCompiler {

    private static final Set<String> KEYS =
            new LinkedHashSet<>(
                    List.of("from", "extends", "zone", "absent", "shapes", "resources", "tables"));
    private static final Set<String> RULE_KEYS =
            new LinkedHashSet<>(List.of("name", "to", "each", "key", "resource"));
    private static final int MAX_DEPTH = 5;

    private final Map<String, CodeTable> tables = new LinkedHashMap<>();
    private final Map<String, YamlNode> shapes = new LinkedHashMap<>();
    private final Map<String, Position> shapePlaces = new LinkedHashMap<>();
    private final Map<String, YamlNode.Mapping> rules = new LinkedHashMap<>();
    private final Set<String> absent = new LinkedHashSet<>();
    private ZoneId zone = RowMapCompiler.LONDON;
    private @Nullable NativeFormat format;

    private MessageMapCompiler() {}

    /**
     * @param zone of times without one, where no map names one
     */
    static MessageMap compile(YamlNode.Mapping file, @Nullable Path folder, ZoneId zone) {
        var compiler = new MessageMapCompiler();
        compiler.zone = zone;
        compiler.read(file, folder, 0);
        return compiler.compile(file);
    }

    /** What is extended first: what comes later under the same name takes its place. */
    private void read(YamlNode.Mapping file, @Nullable Path folder, int depth) {
        for (var key : file.entries().keySet()) {
            if (!KEYS.contains(key)) {
                throw new DefinitionException(
                        file.keyPosition(key),
                        "'"
                                + key
                                + "' is not a part of a map of messages"
                                + Functions.suggestion(key, KEYS));
            }
        }
        if (depth > MAX_DEPTH) {
            throw new DefinitionException(file.position(), "maps extend each other too deep");
        }
        format(file);
        for (var name : words(file, "extends")) {
            read(extended(name, folder), folder, depth + 1);
        }
        words(file, "absent")
                .forEach(word -> absent.add(word.text().strip().toLowerCase(Locale.ROOT)));
        if (file.entries().get("zone") instanceof YamlNode.Scalar named) {
            zone = zone(named);
        }
        tables.putAll(CodeTable.read(mapping(file, "tables"), folder));
        var written = mapping(file, "shapes");
        if (written != null) {
            shapes.putAll(written.entries());
            shapePlaces.putAll(written.keys());
        }
        rules(file);
    }

    private void format(YamlNode.Mapping file) {
        if (!(file.entries().get("from") instanceof YamlNode.Scalar from)) {
            throw new DefinitionException(file.position(), "'from' is needed here: from: hl7v2");
        }
        format =
                switch (from.text()) {
                    case "hl7v2" -> V2Format.INSTANCE;
                    case "edifact" -> EdifactFormat.INSTANCE;
                    case String other ->
                            throw new DefinitionException(
                                    from.position(), "messages are 'hl7v2' or 'edifact'");
                };
    }

    private static YamlNode.Mapping extended(YamlNode.Scalar name, @Nullable Path folder) {
        if (MapLibrary.has(name.text())) {
            return MapLibrary.read(name.text());
        }
        if (folder == null || !folder.resolve(name.text()).normalize().startsWith(folder)) {
            throw new DefinitionException(
                    name.position(),
                    "there is no library of that name, and no file beside the map");
        }
        return Yaml.read(folder.resolve(name.text()));
    }

    private void rules(YamlNode.Mapping file) {
        switch (file.entries().get("resources")) {
            case null -> {}
            case YamlNode.Sequence list -> {
                for (var item : list.items()) {
                    if (!(item instanceof YamlNode.Mapping rule)
                            || !RULE_KEYS.containsAll(rule.entries().keySet())) {
                        throw new DefinitionException(
                                item.position(),
                                "a resource has 'to', 'each', 'resource', and may have 'key', 'name'");
                    }
                    var name =
                            rule.entries().containsKey("name")
                                    ? text(rule, "name").text()
                                    : text(rule, "to").text() + " " + text(rule, "each").text();
                    rules.put(name, rule);
                }
            }
            case YamlNode other ->
                    throw new DefinitionException(other.position(), "'resources' is a list");
        }
    }

    private MessageMap compile(YamlNode.Mapping file) {
        if (format == null || rules.isEmpty()) {
            throw new DefinitionException(file.position(), "'resources' is needed here");
        }
        var paths = new NativePaths(format);
        var functions = new Functions(tables, zone, paths);
        var leaves = new LeafCompiler(functions);
        var compiler = new ResourceCompiler(leaves, zone);
        var known =
                new Shapes(new YamlNode.Mapping(shapes, shapePlaces, file.position()), compiler);
        functions.shapes(known);
        known.check();
        List<MessageMap.Rule> compiled = new ArrayList<>();
        leaves.inItem(true);
        for (var rule : rules.values()) {
            compiled.add(rule(rule, functions, compiler, leaves, format));
        }
        return new MessageMap(paths, compiled, absent);
    }

    private static MessageMap.Rule rule(
            YamlNode.Mapping rule,
            Functions functions,
            ResourceCompiler compiler,
            LeafCompiler leaves,
            NativeFormat format) {
        var to = text(rule, "to");
        functions.checkResourceType(to.text(), to.position());
        var each = text(rule, "each");
        var resource = mapping(rule, "resource");
        if (resource == null) {
            throw new DefinitionException(rule.position(), "'resource' is needed here");
        }
        var key = rule.entries().containsKey("key") ? leaves.compile(text(rule, "key")) : null;
        return new MessageMap.Rule(
                to.text(),
                rule.entries().containsKey("name") ? text(rule, "name").text() : "",
                format.path(each.text(), each.position()),
                key,
                compiler.compile(to.text(), resource));
    }

    private static ZoneId zone(YamlNode.Scalar named) {
        try {
            return ZoneId.of(named.text().strip());
        } catch (DateTimeException e) {
            throw new DefinitionException(
                    named.position(), "this is no time zone; Europe/London is one");
        }
    }

    private static List<YamlNode.Scalar> words(YamlNode.Mapping file, String key) {
        List<YamlNode.Scalar> words = new ArrayList<>();
        switch (file.entries().get(key)) {
            case null -> {}
            case YamlNode.Scalar one -> words.add(one);
            case YamlNode.Sequence list -> {
                for (var item : list.items()) {
                    if (!(item instanceof YamlNode.Scalar word)) {
                        throw new DefinitionException(item.position(), "a word is needed here");
                    }
                    words.add(word);
                }
            }
            case YamlNode.Mapping wrong ->
                    throw new DefinitionException(
                            wrong.position(), "'" + key + "' is a list of words");
        }
        return words;
    }

    private static YamlNode.Scalar text(YamlNode.Mapping from, String key) {
        if (from.entries().get(key) instanceof YamlNode.Scalar scalar) {
            return scalar;
        }
        throw new DefinitionException(from.position(), "'" + key + "' is needed here, one word");
    }

    private static YamlNode.@Nullable Mapping mapping(YamlNode.Mapping from, String key) {
        return switch (from.entries().get(key)) {
            case null -> null;
            case YamlNode.Mapping mapping -> mapping;
            case YamlNode other ->
                    throw new DefinitionException(
                            other.position(), "'" + key + "' must be a mapping");
        };
    }
}
