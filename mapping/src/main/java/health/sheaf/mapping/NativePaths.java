package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every native path of a map, compiled once, by its text. */
final class NativePaths {

    private final NativeFormat format;
    private final Map<String, NativePath> compiled = new HashMap<>();

    NativePaths(NativeFormat format) {
        this.format = format;
    }

    NativeFormat format() {
        return format;
    }

    /** Compiles a path if it is new. */
    void know(String text, Position position) {
        if (!compiled.containsKey(text)) {
            compiled.put(text, format.path(text, position));
        }
    }

    /** What a known path finds. */
    List<NativeRecord> find(String text, NativeRecord here) {
        var path = compiled.get(text);
        return path == null ? List.of() : path.of(here);
    }

    Set<String> texts() {
        return Set.copyOf(compiled.keySet());
    }
}
