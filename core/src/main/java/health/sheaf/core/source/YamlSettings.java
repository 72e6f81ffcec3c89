package health.sheaf.core.source;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import health.sheaf.spi.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads a YAML 1.2 file into {@link Settings} that know where everything stands. */
public final class YamlSettings {

    /** A definition file longer than this is not one. */
    public static final int MAX_BYTES = 1024 * 1024;

    private YamlSettings() {}

    /**
     * Reads a file.
     *
     * @throws DefinitionException where it is not YAML, or not a mapping: with line and column
     */
    public static Settings read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DefinitionException(
                        new Position(name(file), 1, 1),
                        "the file is longer than " + MAX_BYTES + " bytes");
            }
            return parse(name(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name(file), e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name what errors call it
     */
    public static Settings parse(String name, String text) {
        var settings =
                LoadSettings.builder()
                        .setLabel(name)
                        .setAllowDuplicateKeys(false)
                        .setMaxAliasesForCollections(0)
                        .setCodePointLimit(MAX_BYTES)
                        .setUseMarks(true)
                        .build();
        Optional<Node> root;
        try {
            root = new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            throw new DefinitionException(
                    e.getProblemMark().map(mark -> at(name, mark)).orElse(new Position(name, 1, 1)),
                    "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new DefinitionException(
                    new Position(name, 1, 1), "not YAML that is accepted here");
        }
        if (root.isPresent() && value(name, root.get()) instanceof Settings.Value.Mapping mapping) {
            return new Settings(mapping);
        }
        throw new DefinitionException(
                new Position(name, 1, 1), "the file must be a mapping of settings");
    }

    private static Settings.Value value(String name, Node node) {
        var position =
                node.getStartMark().map(mark -> at(name, mark)).orElse(new Position(name, 1, 1));
        return switch (node) {
            case ScalarNode scalar -> new Settings.Value.Text(scalar.getValue(), position);
            case SequenceNode sequence -> {
                var items = new ArrayList<Settings.Value>();
                sequence.getValue().forEach(item -> items.add(value(name, item)));
                yield new Settings.Value.Listing(items, position);
            }
            case MappingNode mapping -> {
                var values = new LinkedHashMap<String, Settings.Value>();
                for (var tuple : mapping.getValue()) {
                    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                        throw new DefinitionException(position, "a key must be a single word");
                    }
                    if (values.putIfAbsent(key.getValue(), value(name, tuple.getValueNode()))
                            != null) {
                        throw new DefinitionException(
                                key.getStartMark().map(mark -> at(name, mark)).orElse(position),
                                "'" + key.getValue() + "' stands here twice");
                    }
                }
                yield new Settings.Value.Mapping(values, position);
            }
            case AnchorNode anchor ->
                    throw new DefinitionException(
                            position, "anchors and aliases are not accepted here");
            case Node other -> throw new DefinitionException(position, "not accepted here");
        };
    }

    private static Position at(String name, Mark mark) {
        return new Position(name, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
