package health.sheaf.mapping;

import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import health.sheaf.spi.Section;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles a whole map. */
final class RowMapCompiler {

    static final ZoneId LONDON = ZoneId.of("Europe/London");

    private static final Set<String> KEYS =
            new LinkedHashSet<>(
                    List.of(
                            "from",
                            "to",
                            "key",
                            "patient",
                            "read",
                            "read-by-key",
                            "search",
                            "superseded",
                            "absent",
                            "zone",
                            "version",
                            "resource",
                            "tables",
                            "tests"));

    private final YamlNode.Mapping file;
    private final @Nullable Path folder;

    private final ZoneId otherwise;

    private RowMapCompiler(YamlNode.Mapping file, @Nullable Path folder, ZoneId otherwise) {
        this.file = file;
        this.folder = folder;
        this.otherwise = otherwise;
    }

    static RowMap compile(YamlNode.Mapping file, @Nullable Path folder, ZoneId otherwise) {
        return new RowMapCompiler(file, folder, otherwise).compile();
    }

    private RowMap compile() {
        for (var key : file.entries().keySet()) {
            if (!KEYS.contains(key)) {
                throw new DefinitionException(
                        file.keyPosition(key),
                        "'" + key + "' is not a part of a map" + Functions.suggestion(key, KEYS));
            }
        }
        if (!text("from").equals("jdbc")) {
            throw new DefinitionException(
                    place("from"), "'from: jdbc' is the one kind of map there is");
        }
        var zone = zone();
        var functions = new Functions(CodeTable.read(mapping("tables"), folder), zone);
        var type = text("to");
        functions.checkResourceType(type, place("to"));
        var leaves = new LeafCompiler(functions);
        var resource = mapping("resource");
        if (resource == null) {
            throw new DefinitionException(file.position(), "'resource' is needed here");
        }
        var compiler = new ResourceCompiler(leaves, zone);
        var template = compiler.compile(type, resource);
        var key = key("key");
        var patient = patient(type, compiler, resource);
        var superseded = superseded(type, leaves);
        var version = version();
        var columns = new LinkedHashSet<>(leaves.columns());
        columns.addAll(key.columns());
        if (patient != null) {
            columns.addAll(patient.columns());
        }
        if (version != null) {
            columns.add(version);
        }
        var read = ReadSql.parse(text("read"), place("read"));
        var head =
                new RowMap.Head(
                        file.position(),
                        type,
                        read,
                        readByKey(read),
                        key,
                        patient,
                        version,
                        superseded,
                        absent());
        var search =
                new SearchCompiler(type, compiler.placed()).compile(mapping("search"), key, zone);
        return new RowMap(head, template, compiler.eachRow(), search, columns);
    }

    private @Nullable RowKey patient(
            String type, ResourceCompiler compiler, YamlNode.Mapping resource) {
        boolean inCompartment = Section.of(type).isPresent();
        if (!file.entries().containsKey("patient")) {
            if (inCompartment) {
                throw new DefinitionException(
                        file.position(),
                        "'patient' is needed: the column with the patient's local key");
            }
            return null;
        }
        if (!inCompartment) {
            throw new DefinitionException(
                    file.keyPosition("patient"),
                    type + " belongs to no patient: it is read when something refers to it");
        }
        if (!type.equals("Patient")) {
            checkSubject(type, compiler, resource);
        }
        return key("patient");
    }

    /** A resource whose subject is missing could be anybody's. */
    private static void checkSubject(
            String type, ResourceCompiler compiler, YamlNode.Mapping resource) {
        var known = R4.INSTANCE.children(type);
        for (var name : List.of("subject", "patient", "beneficiary", "for")) {
            var element = known.get(name);
            if (element != null && element.types().contains("Reference")) {
                boolean set =
                        compiler.placed().stream()
                                .anyMatch(placed ->
                                        placed.path().equals(name)
                                                || placed.path().startsWith(name + "."));
                if (!set) {
                    throw new DefinitionException(
                            resource.position(),
                            type
                                    + " needs '"
                                    + name
                                    + "': "
                                    + name
                                    + ": ref(Patient, …) with the columns of 'patient'");
                }
                return;
            }
        }
    }

    private @Nullable Leaf superseded(String type, LeafCompiler leaves) {
        var node = file.entries().get("superseded");
        if (node == null) {
            return null;
        }
        if (!type.equals("Patient") || !(node instanceof YamlNode.Scalar scalar)) {
            throw new DefinitionException(
                    file.keyPosition("superseded"), "'superseded' is an expression, for Patient");
        }
        return leaves.compile(scalar);
    }

    private @Nullable String version() {
        return file.entries().containsKey("version")
                ? Functions.columnName(text("version"), place("version"))
                : null;
    }

    private @Nullable ReadSql readByKey(ReadSql read) {
        if (read.asksFor("key")) {
            throw new DefinitionException(
                    read.position(), "':key' belongs into 'read-by-key'; 'read' is by patient");
        }
        if (!file.entries().containsKey("read-by-key")) {
            return null;
        }
        var byKey = ReadSql.parse(text("read-by-key"), place("read-by-key"));
        if (!byKey.asksFor("key") || byKey.asksFor("patient")) {
            throw new DefinitionException(
                    byKey.position(), "'read-by-key' is asked with :key, and with nothing else");
        }
        return byKey;
    }

    private Set<String> absent() {
        var words = new LinkedHashSet<String>();
        switch (file.entries().get("absent")) {
            case null -> {}
            case YamlNode.Scalar one -> words.add(one.text().strip().toLowerCase(Locale.ROOT));
            case YamlNode.Sequence list -> {
                for (var item : list.items()) {
                    if (!(item instanceof YamlNode.Scalar word)) {
                        throw new DefinitionException(item.position(), "a word is needed here");
                    }
                    words.add(word.text().strip().toLowerCase(Locale.ROOT));
                }
            }
            case YamlNode.Mapping wrong ->
                    throw new DefinitionException(wrong.position(), "'absent' is a list of words");
        }
        return words;
    }

    private ZoneId zone() {
        if (!file.entries().containsKey("zone")) {
            return otherwise;
        }
        try {
            return ZoneId.of(text("zone"));
        } catch (DateTimeException e) {
            throw new DefinitionException(
                    place("zone"), "this is no time zone; Europe/London is one");
        }
    }

    private RowKey key(String name) {
        var node = file.entries().get(name);
        if (node == null) {
            throw new DefinitionException(file.position(), "'" + name + "' is needed here");
        }
        List<YamlNode> items =
                node instanceof YamlNode.Sequence list ? list.items() : List.of(node);
        List<RowKey.Part> parts = new ArrayList<>();
        for (var item : items) {
            if (!(item instanceof YamlNode.Scalar scalar)) {
                throw new DefinitionException(item.position(), "a column is needed here");
            }
            parts.add(
                    scalar.quoted()
                            ? new RowKey.Part(null, scalar.text())
                            : new RowKey.Part(
                                    Functions.columnName(scalar.text(), scalar.position()), null));
        }
        if (parts.stream().allMatch(part -> part.column() == null)) {
            throw new DefinitionException(node.position(), "'" + name + "' needs a column");
        }
        return new RowKey(parts);
    }

    private String text(String key) {
        return switch (file.entries().get(key)) {
            case null ->
                    throw new DefinitionException(file.position(), "'" + key + "' is needed here");
            case YamlNode.Scalar scalar -> scalar.text().strip();
            case YamlNode other ->
                    throw new DefinitionException(
                            other.position(), "'" + key + "' must be a single value");
        };
    }

    private Position place(String key) {
        var node = file.entries().get(key);
        return node == null ? file.position() : node.position();
    }

    private YamlNode.@Nullable Mapping mapping(String key) {
        return switch (file.entries().get(key)) {
            case null -> null;
            case YamlNode.Mapping mapping -> mapping;
            case YamlNode other ->
                    throw new DefinitionException(
                            other.position(), "'" + key + "' must be a mapping");
        };
    }
}
