package health.sheaf.mapping;

import health.sheaf.mapping.ResourceCompiler.Placed;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles {@code search:}: finds for each parameter the leaf that reads its column. */
final class SearchCompiler {

    private static final Set<String> FLAGS =
            Set.of("column", "nocase", "upper", "stored", "normalise");
    private static final Set<String> CODED = Set.of("code", "value", "CodeableConcept", "Coding");

    private final String type;
    private final List<Placed> leaves;

    SearchCompiler(String type, List<Placed> leaves) {
        this.type = type;
        this.leaves = leaves;
    }

    Search compile(YamlNode.@Nullable Mapping search, RowKey key, ZoneId zone) {
        var columns = new LinkedHashMap<String, SearchColumn>();
        if (search != null) {
            search.entries()
                    .forEach((parameter, node) ->
                            columns.put(
                                    parameter,
                                    entry(parameter, node, search.keyPosition(parameter))));
        }
        return new Search(key, zone, columns);
    }

    /** How one entry was written. */
    private record Written(String column, Position position, SearchColumn.Flags flags) {}

    private SearchColumn entry(String parameter, YamlNode node, Position place) {
        var written = written(node);
        if (parameter.equals(Search.NHS_NUMBER)) {
            return nhsNumber(written, place);
        }
        var known =
                R4.INSTANCE
                        .parameter(type, parameter)
                        .orElseThrow(() ->
                                new DefinitionException(
                                        place,
                                        "R4 has no search parameter '"
                                                + parameter
                                                + "' for "
                                                + type
                                                + Functions.suggestion(
                                                        parameter, R4.INSTANCE.parameters(type))));
        return switch (known.kind()) {
            case "token" -> token(parameter, known.elements(), written);
            case "date" -> date(parameter, known.elements(), written);
            case "string" -> string(parameter, known.elements(), written, place);
            case String other ->
                    throw new DefinitionException(
                            place,
                            "'"
                                    + parameter
                                    + "' is a "
                                    + other
                                    + " parameter; codes and dates can be pushed down");
        };
    }

    private SearchColumn nhsNumber(Written written, Position place) {
        if (!type.equals("Patient")) {
            throw new DefinitionException(place, "'identifier nhs' is for the Patient map");
        }
        var leaf = find(List.of("identifier"), written, "identifier.value");
        return new SearchColumn(
                Search.NHS_NUMBER, "token", pipe(leaf, written), written.flags(), false);
    }

    private SearchColumn token(String parameter, List<String> elements, Written written) {
        var leaf = find(elements, written, null);
        for (var other : leaves) {
            boolean coded =
                    CODED.contains(other.type())
                            || CODED.contains(
                                    other.path().substring(other.path().lastIndexOf('.') + 1));
            if (!other.equals(leaf) && coded && under(elements, other.path())) {
                throw new DefinitionException(
                        written.position(),
                        "'"
                                + parameter
                                + "' also looks at the code of line "
                                + other.position().line()
                                + ": a condition on one column would miss the other");
            }
        }
        return new SearchColumn(parameter, "token", pipe(leaf, written), written.flags(), false);
    }

    private SearchColumn date(String parameter, List<String> elements, Written written) {
        var leaf = find(elements, written, null);
        boolean single = elements.contains(leaf.path());
        boolean start =
                elements.stream().anyMatch(element -> leaf.path().equals(element + ".start"));
        if (!single && !start) {
            throw new DefinitionException(
                    written.position(), "a date, or the start of a period, can be pushed down");
        }
        return new SearchColumn(parameter, "date", pipe(leaf, written), written.flags(), start);
    }

    private SearchColumn string(
            String parameter, List<String> elements, Written written, Position place) {
        if (parameter.equals("given")) {
            throw new DefinitionException(
                    place,
                    "'given' is compared with every given name of the rows found by family name;"
                            + " leave it out");
        }
        var leaf = find(elements, written, null);
        return new SearchColumn(parameter, "string", pipe(leaf, written), written.flags(), false);
    }

    private Placed find(List<String> elements, Written written, @Nullable String exact) {
        for (var leaf : leaves) {
            var pipe = leaf.leaf().pipe();
            if (pipe != null
                    && pipe.column().equalsIgnoreCase(written.column())
                    && (exact == null ? under(elements, leaf.path()) : exact.equals(leaf.path()))) {
                return leaf;
            }
        }
        throw new DefinitionException(
                written.position(),
                "no leaf of "
                        + type
                        + "."
                        + String.join(" or ", elements)
                        + " reads the column "
                        + written.column()
                        + " alone");
    }

    private static boolean under(List<String> elements, String path) {
        return elements.stream()
                .anyMatch(element -> path.equals(element) || path.startsWith(element + "."));
    }

    private static Leaf.Pipe pipe(Placed leaf, Written written) {
        var pipe = leaf.leaf().pipe();
        if (pipe == null) {
            throw new DefinitionException(
                    written.position(), "this column is not read by a leaf of its own");
        }
        return pipe;
    }

    private static Written written(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar ->
                    new Written(
                            Functions.columnName(scalar.text(), scalar.position()),
                            scalar.position(),
                            new SearchColumn.Flags(false, false, null, null));
            case YamlNode.Mapping mapping -> flagged(mapping);
            case YamlNode.Sequence list ->
                    throw new DefinitionException(list.position(), "one column is needed here");
        };
    }

    private static Written flagged(YamlNode.Mapping mapping) {
        for (var key : mapping.entries().keySet()) {
            if (!FLAGS.contains(key)) {
                throw new DefinitionException(
                        mapping.keyPosition(key),
                        "'" + key + "' is no flag" + Functions.suggestion(key, FLAGS));
            }
        }
        var column = text(mapping, "column");
        if (column == null) {
            throw new DefinitionException(mapping.position(), "'column' is needed here");
        }
        var stored = text(mapping, "stored");
        var normalise = text(mapping, "normalise");
        if (normalise != null && (normalise.contains("?") || normalise.contains(";"))) {
            throw new DefinitionException(
                    mapping.keyPosition("normalise"), "an expression without ? and ;");
        }
        return new Written(
                Functions.columnName(column, mapping.position()),
                mapping.position(),
                new SearchColumn.Flags(
                        mapping.entries().containsKey("nocase"),
                        mapping.entries().containsKey("upper"),
                        stored,
                        normalise));
    }

    private static @Nullable String text(YamlNode.Mapping mapping, String key) {
        return mapping.entries().get(key) instanceof YamlNode.Scalar scalar && !scalar.isNull()
                ? scalar.text()
                : null;
    }
}
