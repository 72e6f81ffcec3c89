package health.sheaf.mapping;

import health.sheaf.spi.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads a YAML file into {@link Settings}, with the place of every value. */
public final class YamlSettings {

    private YamlSettings() {}

    /**
     * @param file at most 1 MiB of YAML 1.2, a mapping at its root, without anchors
     * @throws health.sheaf.spi.DefinitionException where it is none, with line and column
     */
    public static Settings read(Path file) {
        return new Settings(mapping(Yaml.read(file)));
    }

    /**
     * @param text YAML 1.2, a mapping at its root
     * @param name what messages call it
     * @throws health.sheaf.spi.DefinitionException where it is none, with line and column
     */
    public static Settings parse(String text, String name) {
        return new Settings(mapping(Yaml.parse(text, name)));
    }

    private static Settings.Value.Mapping mapping(YamlNode.Mapping node) {
        var values = new LinkedHashMap<String, Settings.Value>();
        node.entries().forEach((key, value) -> values.put(key, value(value)));
        return new Settings.Value.Mapping(values, node.position());
    }

    private static Settings.Value value(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar ->
                    new Settings.Value.Text(scalar.text(), scalar.position());
            case YamlNode.Mapping nested -> mapping(nested);
            case YamlNode.Sequence sequence -> {
                List<Settings.Value> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(value(item)));
                yield new Settings.Value.Listing(items, sequence.position());
            }
        };
    }
}
