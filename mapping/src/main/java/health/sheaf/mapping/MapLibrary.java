package health.sheaf.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The maps that ship with the product. */
final class MapLibrary {

    private MapLibrary() {}

    static boolean has(String name) {
        return name.matches("[a-z0-9][a-z0-9/-]*")
                && MapLibrary.class.getResource("library/" + name + ".map.yaml") != null;
    }

    /**
     * @param name one that {@link #has} knows
     */
    static YamlNode.Mapping read(String name) {
        try (var stream = MapLibrary.class.getResourceAsStream("library/" + name + ".map.yaml")) {
            if (stream == null) {
                throw new IllegalArgumentException("there is no library " + name);
            }
            return Yaml.parse(
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8), name + ".map.yaml");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
