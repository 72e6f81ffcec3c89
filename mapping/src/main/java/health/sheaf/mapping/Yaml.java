package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads YAML 1.2 and keeps every place. */
final class Yaml {

    /** Maps are written by hand; a larger file is not a map. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_DEPTH = 50;

    private static final LoadSettings SETTINGS =
            LoadSettings.builder()
                    .setUseMarks(true)
                    .setAllowDuplicateKeys(false)
                    .setMaxAliasesForCollections(0)
                    .setCodePointLimit(MAX_BYTES)
                    .build();

    private final String file;

    private Yaml(String file) {
        this.file = file;
    }

    /** Reads a file whose root is a mapping. */
    static YamlNode.Mapping read(Path file) {
        var name = String.valueOf(file.getFileName());
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DefinitionException(
                        new Position(name, 1, 1), "the file is larger than 1 MiB");
            }
            return parse(Files.readString(file), name);
        } catch (IOException e) {
            throw new DefinitionException(
                    new Position(name, 1, 1),
                    "the file cannot be read: is it there, and is it UTF-8?");
        }
    }

    /** Reads a text whose root is a mapping. */
    static YamlNode.Mapping parse(String text, String file) {
        var yaml = new Yaml(file);
        var start = new Position(file, 1, 1);
        if (yaml.compose(text).map(node -> yaml.convert(node, 0)).orElse(null)
                instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        throw new DefinitionException(start, "the file must be a mapping of keys and values");
    }

    private Optional<Node> compose(String text) {
        try {
            return new Compose(SETTINGS).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw new DefinitionException(
                    position(e.getProblemMark().or(e::getContextMark)), problem(e));
        } catch (YamlEngineException e) {
            throw new DefinitionException(
                    new Position(file, 1, 1), "this is not YAML: " + e.getMessage());
        }
    }

    private static String problem(MarkedYamlEngineException e) {
        var problem = e.getProblem() == null ? "cannot be read" : e.getProblem();
        var hint = "";
        if (problem.contains("mapping values are not allowed")) {
            hint = ": a leaf without quotes may not hold ': '; write it as a block (>-)";
        } else if (problem.contains("expected ',' or")) {
            hint = ": inside { } and [ ], what holds , [ ] { } stands on a line of its own";
        }
        return "this is not YAML: " + problem + hint;
    }

    private YamlNode convert(Node node, int depth) {
        var position = position(node.getStartMark());
        if (depth > MAX_DEPTH) {
            throw new DefinitionException(position, "more than 50 levels deep");
        }
        if (node.getAnchor().isPresent()) {
            throw new DefinitionException(position, "anchors and aliases are not used here");
        }
        return switch (node) {
            case ScalarNode scalar ->
                    new YamlNode.Scalar(scalar.getValue(), style(scalar), position);
            case SequenceNode sequence -> {
                List<YamlNode> items = new ArrayList<>();
                sequence.getValue().forEach(item -> items.add(convert(item, depth + 1)));
                yield new YamlNode.Sequence(items, position);
            }
            case MappingNode mapping -> convertMapping(mapping, position, depth);
            case Node other -> throw new DefinitionException(position, "not used here");
        };
    }

    private YamlNode.Mapping convertMapping(MappingNode mapping, Position position, int depth) {
        var entries = new LinkedHashMap<String, YamlNode>();
        var keys = new HashMap<String, Position>();
        for (var tuple : mapping.getValue()) {
            var place = position(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new DefinitionException(place, "a key must be a single word");
            }
            if (keys.put(key.getValue(), place) != null) {
                throw new DefinitionException(place, "'" + key.getValue() + "' stands here twice");
            }
            entries.put(key.getValue(), convert(tuple.getValueNode(), depth + 1));
        }
        return new YamlNode.Mapping(entries, keys, position);
    }

    private static YamlNode.Style style(ScalarNode scalar) {
        return switch (scalar.getScalarStyle()) {
            case ScalarStyle.PLAIN, ScalarStyle.JSON_SCALAR_STYLE -> YamlNode.Style.PLAIN;
            case ScalarStyle.SINGLE_QUOTED, ScalarStyle.DOUBLE_QUOTED -> YamlNode.Style.QUOTED;
            case ScalarStyle.LITERAL, ScalarStyle.FOLDED -> YamlNode.Style.BLOCK;
        };
    }

    private Position position(Optional<Mark> mark) {
        return mark.map(at -> new Position(file, at.getLine() + 1, at.getColumn() + 1))
                .orElseGet(() -> new Position(file, 1, 1));
    }
}
