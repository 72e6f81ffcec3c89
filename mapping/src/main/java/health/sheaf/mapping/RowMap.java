package health.sheaf.mapping;

import health.sheaf.spi.FhirJson;
import health.sheaf.spi.Position;
import health.sheaf.spi.Resource;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One map from rows to one FHIR resource type, compiled. Immutable and for any number of threads.
 *
 * <p>It says what to ask ({@link #read}, {@link #search}) and turns what comes into resources
 * ({@link #map}); it never speaks to a database.
 */
public final class RowMap {

    private static final FhirJson JSON = new FhirJson(FhirJson.Limits.SOURCE);

    /**
     * What rows became.
     *
     * @param resource the resource, with its native id
     * @param id the native id, which may be longer than FHIR allows
     * @param patient the native id of its patient; {@code null} for supporting types
     * @param version the native version
     * @param superseded whether the map says that this patient is merged into another
     */
    public record Mapped(
            Resource resource,
            String id,
            @Nullable String patient,
            @Nullable String version,
            boolean superseded) {}

    /**
     * The head of a map, read.
     *
     * @param patient empty for supporting types
     */
    record Head(
            Position position,
            String resourceType,
            ReadSql read,
            @Nullable ReadSql readByKey,
            RowKey key,
            @Nullable RowKey patient,
            @Nullable String version,
            @Nullable Leaf superseded,
            Set<String> absent) {
        Head {
            absent = Set.copyOf(absent);
        }
    }

    private final Head head;
    private final Template.ObjectTemplate template;
    private final boolean grouped;
    private final Search search;
    private final Set<String> columns;

    RowMap(
            Head head,
            Template.ObjectTemplate template,
            boolean grouped,
            Search search,
            Set<String> columns) {
        this.head = head;
        this.template = template;
        this.grouped = grouped;
        this.search = search;
        this.columns = Set.copyOf(columns);
    }

    /**
     * Reads and compiles a map.
     *
     * @param file the map; its code tables lie beside it
     * @throws health.sheaf.spi.DefinitionException where it is wrong, with line and column
     */
    public static RowMap load(Path file) {
        return load(file, RowMapCompiler.LONDON);
    }

    /**
     * Reads and compiles a map.
     *
     * @param file the map; its code tables lie beside it
     * @param zone of times without one, where the map names none itself
     * @throws health.sheaf.spi.DefinitionException where it is wrong, with line and column
     */
    public static RowMap load(Path file, ZoneId zone) {
        return RowMapCompiler.compile(Yaml.read(file), file.toAbsolutePath().getParent(), zone);
    }

    /** Compiles a map that is no file; it has no code tables in files. */
    public static RowMap parse(String text, String name) {
        return RowMapCompiler.compile(Yaml.parse(text, name), null, RowMapCompiler.LONDON);
    }

    public String resourceType() {
        return head.resourceType();
    }

    /** Where the map starts, for messages. */
    public Position position() {
        return head.position();
    }

    /** What to ask for the rows of a patient. */
    public ReadSql read() {
        return head.read();
    }

    /** What to ask for the rows of one key, where {@link #read} cannot be asked for them. */
    public Optional<ReadSql> readByKey() {
        return Optional.ofNullable(head.readByKey());
    }

    /** What identifies a row. */
    public RowKey key() {
        return head.key();
    }

    /** What names a row's patient; empty for types that are not in the patient compartment. */
    public Optional<RowKey> patient() {
        return Optional.ofNullable(head.patient());
    }

    /** Whether rows carry a version, or are of a supporting type that needs none. */
    public boolean versioned() {
        return head.version() != null || head.patient() == null;
    }

    /** Whether several rows make one resource. */
    public boolean grouped() {
        return grouped;
    }

    /** Every column the map reads, as it writes them. */
    public Set<String> columns() {
        return columns;
    }

    /** How searches become conditions. */
    public Search search() {
        return search;
    }

    /**
     * Makes the resource of one key.
     *
     * @param rows its rows, at least one; exactly one where the map is not {@link #grouped}
     * @param issues counts what could not be read
     * @return empty where a column of the key is null: such a row has no identity
     */
    public Optional<Mapped> map(List<Row> rows, Issues issues) {
        var first = rows.getFirst();
        var key = head.key().of(first);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        var id = NativeId.encode(key.get());
        var scope = Scope.of(rows, head.absent(), issues);
        var node = tree(id.length() > NativeId.MAX_LENGTH ? "too-long" : id, scope);
        var patient =
                head.patient() == null
                        ? null
                        : head.patient().of(first).map(NativeId::encode).orElse(null);
        var version = head.version() == null ? null : scope.column(head.version()).asText();
        boolean superseded =
                head.superseded() != null && head.superseded().eval().of(scope).present();
        return Optional.of(new Mapped(JSON.of(node), id, patient, version, superseded));
    }

    ObjectNode tree(String id, Scope scope) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("resourceType", head.resourceType());
        node.put("id", id);
        template.fill(node, scope);
        template.fillRequired(node, scope);
        if (head.version() != null && scope.column(head.version()).present()) {
            var version = NativeId.encode(List.of(scope.column(head.version()).words()));
            node.withObject("/meta").put("versionId", version);
        }
        return node;
    }

    Scope scope(List<Row> rows, Issues issues) {
        return Scope.of(new ArrayList<>(rows), head.absent(), issues);
    }
}
