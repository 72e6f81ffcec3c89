package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a YAML file, with its place and, for scalars, whether it was quoted. */
sealed interface YamlNode {

    Position position();

    /** How a scalar was written. A map takes what is quoted as it is, and reads the rest. */
    enum Style {
        PLAIN,
        QUOTED,
        BLOCK
    }

    record Scalar(String text, Style style, Position position) implements YamlNode {

        boolean quoted() {
            return style == Style.QUOTED;
        }

        /** YAML's null: nothing, {@code ~} or {@code null}, unquoted. */
        boolean isNull() {
            return style == Style.PLAIN
                    && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Sequence(List<YamlNode> items, Position position) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /**
     * @param entries in the order of the file
     * @param keys where each key stands
     */
    record Mapping(Map<String, YamlNode> entries, Map<String, Position> keys, Position position)
            implements YamlNode {
        public Mapping {
            entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            keys = Map.copyOf(keys);
        }

        Position keyPosition(String key) {
            return keys.getOrDefault(key, position);
        }
    }
}
