package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A code table: what a native code means.
 *
 * @param name as the map calls it
 * @param targets per native code, in the order of the file
 */
record CodeTable(String name, Map<String, List<Target>> targets) {

    private static final int MAX_ROWS = 200_000;

    /**
     * One meaning of a native code.
     *
     * @param system the code system; {@code null} in tables for {@code table()}
     */
    record Target(@Nullable String system, String value, @Nullable String display) {}

    CodeTable {
        targets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }

    List<Target> of(String code) {
        return targets.getOrDefault(code.strip(), List.of());
    }

    /** Every FHIR code this table can give. */
    Set<String> values() {
        return targets.values().stream()
                .flatMap(List::stream)
                .map(Target::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The native codes that mean a FHIR code, the one to write back first. */
    List<String> natives(@Nullable String system, String value) {
        return targets.entrySet().stream()
                .filter(entry ->
                        entry.getValue().stream()
                                .anyMatch(target ->
                                        target.value().equals(value)
                                                && (system == null
                                                        || system.equals(target.system()))))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether every native code has one meaning and every meaning one code. */
    boolean oneToOne() {
        return targets.values().stream().allMatch(list -> list.size() == 1)
                && values().size() == targets.size();
    }

    static Map<String, CodeTable> read(YamlNode.@Nullable Mapping tables, @Nullable Path folder) {
        var read = new LinkedHashMap<String, CodeTable>();
        if (tables != null) {
            tables.entries()
                    .forEach((name, node) ->
                            read.put(
                                    name,
                                    node instanceof YamlNode.Scalar file
                                            ? ofFile(name, file, folder)
                                            : inline(name, node)));
        }
        return read;
    }

    private static CodeTable inline(String name, YamlNode node) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            throw new DefinitionException(
                    node.position(), "a table is a mapping from code to value, or a CSV file");
        }
        var targets = new LinkedHashMap<String, List<Target>>();
        mapping.entries()
                .forEach((code, value) -> {
                    if (!(value instanceof YamlNode.Scalar scalar)) {
                        throw new DefinitionException(
                                value.position(), "the value of a code is one word");
                    }
                    targets.put(code.strip(), List.of(new Target(null, scalar.text(), null)));
                });
        return new CodeTable(name, targets);
    }

    private static CodeTable ofFile(String name, YamlNode.Scalar file, @Nullable Path folder) {
        if (folder == null) {
            throw new DefinitionException(file.position(), "there is no folder to read it from");
        }
        var path = folder.resolve(file.text()).normalize();
        if (!path.startsWith(folder.normalize())) {
            throw new DefinitionException(file.position(), "a code table lies beside its map");
        }
        List<List<String>> records;
        try {
            records = Csv.read(Files.readString(path), path.getFileName() + "");
        } catch (IOException e) {
            throw new DefinitionException(
                    file.position(),
                    "the code table '" + file.text() + "' cannot be read: is it there, in UTF-8?");
        }
        if (records.isEmpty() || records.size() > MAX_ROWS) {
            throw new DefinitionException(
                    file.position(), "a code table has a head line and at most 200000 rows");
        }
        return ofRecords(name, file, records);
    }

    private static CodeTable ofRecords(
            String name, YamlNode.Scalar file, List<List<String>> records) {
        var head = records.getFirst();
        int code = head.indexOf("code");
        int value = head.indexOf("value");
        int system = head.indexOf("system");
        int display = head.indexOf("display");
        if (code < 0 || value < 0) {
            throw new DefinitionException(
                    new Position(file.text(), 1, 1),
                    "the head line of a code table needs 'code' and 'value'");
        }
        var targets = new LinkedHashMap<String, List<Target>>();
        for (int line = 1; line < records.size(); line++) {
            var fields = records.get(line);
            var position = new Position(file.text(), line + 1, 1);
            if (fields.size() != head.size()) {
                throw new DefinitionException(
                        position, "this row has not as many fields as the head line");
            }
            var address =
                    system < 0 || fields.get(system).isBlank()
                            ? null
                            : CodeSystems.address(fields.get(system).strip(), position);
            targets.computeIfAbsent(fields.get(code).strip(), key -> new ArrayList<>())
                    .add(
                            new Target(
                                    address,
                                    fields.get(value).strip(),
                                    display < 0 || fields.get(display).isBlank()
                                            ? null
                                            : fields.get(display).strip()));
        }
        return new CodeTable(name, targets);
    }
}
