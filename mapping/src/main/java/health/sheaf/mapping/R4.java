package health.sheaf.mapping;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** R4's element tree and search parameters, from the generated tables beside this class. */
final class R4 {

    static final R4 INSTANCE = new R4();

    /**
     * One element.
     *
     * @param path from its resource or type: {@code Patient.name}
     * @param name its last part, without {@code [x]}
     * @param choice whether its name ends with its type
     * @param types its FHIR types; none for what cannot be written
     * @param codes those of a required binding; empty where any are allowed
     */
    record Element(
            String path,
            String name,
            boolean choice,
            List<String> types,
            boolean required,
            boolean repeats,
            Set<String> codes) {}

    /**
     * What a search parameter looks at.
     *
     * @param kind {@code token}, {@code date}, {@code string} …
     * @param elements dotted names under the resource
     */
    record SearchParameter(String kind, List<String> elements) {}

    private final Map<String, Map<String, Element>> children = new HashMap<>();
    private final Map<String, Map<String, SearchParameter>> parameters = new HashMap<>();

    private R4() {
        lines("r4-elements.txt", this::element);
        lines("r4-search.txt", this::parameter);
    }

    /** Whether this is a resource type a map can make. */
    boolean isResource(String type) {
        return parameters.containsKey(type);
    }

    Set<String> resourceTypes() {
        return parameters.keySet();
    }

    /** The elements of a type or of a backbone element, by name. */
    Map<String, Element> children(String parent) {
        return children.getOrDefault(parent, Map.of());
    }

    /**
     * Where the children of an element are listed: at its own path for backbone elements, at the
     * path it points to, or at its type.
     */
    String childrenOf(Element element, String type) {
        if (type.startsWith("@")) {
            return type.substring(1);
        }
        return children.containsKey(element.path()) ? element.path() : type;
    }

    Optional<SearchParameter> parameter(String type, String name) {
        return Optional.ofNullable(parameters.getOrDefault(type, Map.of()).get(name));
    }

    Set<String> parameters(String type) {
        return parameters.getOrDefault(type, Map.of()).keySet();
    }

    private void element(String line) {
        var parts = line.split("\t", -1);
        var path = parts[0];
        int dot = path.lastIndexOf('.');
        var last = path.substring(dot + 1);
        boolean choice = last.endsWith("[x]");
        var types = parts.length > 1 && !parts[1].isEmpty() ? parts[1].split("\\|") : new String[0];
        var cardinality = parts[2];
        var element =
                new Element(
                        path,
                        choice ? last.substring(0, last.length() - 3) : last,
                        choice,
                        List.of(types),
                        cardinality.startsWith("1"),
                        cardinality.endsWith("*"),
                        parts.length > 3 ? Set.of(parts[3].split(",")) : Set.of());
        children.computeIfAbsent(path.substring(0, dot), parent -> new LinkedHashMap<>())
                .put(element.name(), element);
    }

    private void parameter(String line) {
        var parts = line.split("\t");
        parameters
                .computeIfAbsent(parts[0], type -> new LinkedHashMap<>())
                .compute(
                        parts[1],
                        (name, known) -> {
                            var elements =
                                    new ArrayList<>(known == null ? List.of() : known.elements());
                            elements.add(parts[3]);
                            return new SearchParameter(parts[2], List.copyOf(elements));
                        });
    }

    static void lines(String name, Consumer<String> each) {
        var stream = R4.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(name + " is missing from the jar");
        }
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().filter(line -> !line.startsWith("#")).forEach(each);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
