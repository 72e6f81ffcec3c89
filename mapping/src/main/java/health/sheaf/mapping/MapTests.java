package health.sheaf.mapping;

import health.sheaf.mapping.TestResult.Failure;
import health.sheaf.spi.DefinitionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs the {@code tests:} of a map. */
public final class MapTests {

    private static final Set<String> PARTS = new LinkedHashSet<>(List.of("in", "out", "issues"));

    private final RowMap map;

    private MapTests(RowMap map) {
        this.map = map;
    }

    /**
     * Compiles a map and runs its tests.
     *
     * @return one result for each test; none where the map has no tests
     * @throws DefinitionException where the map or a test is written wrongly
     */
    public static List<TestResult> run(Path file) {
        return run(Yaml.read(file), file.toAbsolutePath().getParent());
    }

    static List<TestResult> run(YamlNode.Mapping file, @Nullable Path folder) {
        var tests = new MapTests(RowMapCompiler.compile(file, folder, RowMapCompiler.LONDON));
        return switch (file.entries().get("tests")) {
            case null -> List.of();
            case YamlNode.Sequence list -> list.items().stream().map(tests::one).toList();
            case YamlNode wrong ->
                    throw new DefinitionException(wrong.position(), "'tests' is a list");
        };
    }

    private TestResult one(YamlNode node) {
        if (!(node instanceof YamlNode.Mapping test)
                || !PARTS.containsAll(test.entries().keySet())) {
            throw new DefinitionException(node.position(), "a test has 'in', 'out' and 'issues'");
        }
        var issues = new Issues();
        var rows = rows(test);
        var tree = map.tree("test", map.scope(rows, issues));
        List<Failure> failures = new ArrayList<>();
        switch (test.entries().get("out")) {
            case null -> {}
            case YamlNode.Mapping out -> expectations(out, tree, failures);
            case YamlNode wrong ->
                    throw new DefinitionException(wrong.position(), "'out' maps paths to texts");
        }
        compareIssues(test, issues, failures);
        return new TestResult(test.position(), failures);
    }

    private List<Row> rows(YamlNode.Mapping test) {
        return switch (test.entries().get("in")) {
            case null -> throw new DefinitionException(test.position(), "'in' is needed here");
            case YamlNode.Mapping row -> List.of(row(row));
            case YamlNode.Sequence list -> {
                List<Row> rows = new ArrayList<>();
                for (var item : list.items()) {
                    if (!(item instanceof YamlNode.Mapping row)) {
                        throw new DefinitionException(item.position(), "a row is a mapping");
                    }
                    rows.add(row(row));
                }
                yield rows;
            }
            case YamlNode.Scalar wrong ->
                    throw new DefinitionException(wrong.position(), "'in' is a row or a list");
        };
    }

    private Row row(YamlNode.Mapping columns) {
        var known = new HashMap<String, String>();
        map.columns().forEach(name -> known.put(name.toLowerCase(java.util.Locale.ROOT), name));
        var values = new HashMap<String, @Nullable String>();
        columns.entries()
                .forEach((name, node) -> {
                    if (!known.containsKey(name.toLowerCase(java.util.Locale.ROOT))) {
                        throw new DefinitionException(
                                columns.keyPosition(name),
                                "the map reads no column '"
                                        + name
                                        + "'"
                                        + Functions.suggestion(name, map.columns()));
                    }
                    if (!(node instanceof YamlNode.Scalar scalar)) {
                        throw new DefinitionException(node.position(), "a column holds one text");
                    }
                    values.put(name, scalar.isNull() ? null : scalar.text());
                });
        return Row.of(values);
    }

    private static void expectations(
            YamlNode.Mapping out, ObjectNode tree, List<Failure> failures) {
        for (var entry : out.entries().entrySet()) {
            if (!(entry.getValue() instanceof YamlNode.Scalar expected)) {
                throw new DefinitionException(
                        entry.getValue().position(), "a text, absent or present is needed here");
            }
            if (entry.getKey().equals("issues")) {
                throw new DefinitionException(
                        out.keyPosition("issues"), "'issues' stands beside 'out', not in it");
            }
            compare(entry.getKey(), expected, at(tree, entry.getKey(), expected))
                    .ifPresent(problem -> failures.add(new Failure(expected.position(), problem)));
        }
    }

    private static Optional<String> compare(String path, YamlNode.Scalar expected, JsonNode found) {
        boolean nothing = found.isMissingNode() || found.isNull();
        if (!expected.quoted() && expected.text().equals("absent")) {
            return nothing
                    ? Optional.empty()
                    : Optional.of(path + ": nothing was expected, '" + shown(found) + "' is there");
        }
        if (nothing) {
            return Optional.of(path + ": nothing is there");
        }
        if (!expected.quoted() && expected.text().equals("present")) {
            return Optional.empty();
        }
        return shown(found).equals(expected.text())
                ? Optional.empty()
                : Optional.of(
                        path
                                + ": '"
                                + expected.text()
                                + "' was expected, '"
                                + shown(found)
                                + "' is there");
    }

    private static String shown(JsonNode node) {
        if (node.isBigDecimal()) {
            return node.decimalValue().toPlainString();
        }
        return node.isValueNode() ? node.asString() : node.toString();
    }

    /** Walks a path; without an index, a list means its first item. */
    private static JsonNode at(ObjectNode tree, String path, YamlNode.Scalar expected) {
        JsonNode here = tree;
        for (var part : path.split("\\.")) {
            int bracket = part.indexOf('[');
            var name = bracket < 0 ? part : part.substring(0, bracket);
            here = first(here).path(name);
            if (bracket >= 0) {
                try {
                    here =
                            here.path(
                                    Integer.parseInt(
                                            part.substring(bracket + 1, part.length() - 1)));
                } catch (NumberFormatException e) {
                    throw new DefinitionException(
                            expected.position(), "in a path, [n] holds a number");
                }
            }
        }
        return first(here);
    }

    private static JsonNode first(JsonNode node) {
        return node.isArray() ? node.path(0) : node;
    }

    private static void compareIssues(
            YamlNode.Mapping test, Issues issues, List<Failure> failures) {
        var expected = new TreeSet<IssueKind>();
        var node = test.entries().get("issues");
        List<YamlNode> items =
                switch (node) {
                    case null -> List.of();
                    case YamlNode.Sequence list -> list.items();
                    case YamlNode one -> List.of(one);
                };
        for (var item : items) {
            if (!(item instanceof YamlNode.Scalar word)) {
                throw new DefinitionException(item.position(), "an issue is one word");
            }
            expected.add(
                    IssueKind.of(word.text())
                            .orElseThrow(() ->
                                    new DefinitionException(
                                            word.position(),
                                            "'" + word.text() + "' is no kind of issue")));
        }
        var place = node == null ? test.position() : node.position();
        for (var kind : IssueKind.values()) {
            boolean counted = issues.count(kind) > 0;
            if (counted && !expected.contains(kind)) {
                failures.add(new Failure(place, "the issue " + kind.word() + " was not expected"));
            }
            if (!counted && expected.contains(kind)) {
                failures.add(new Failure(place, "the issue " + kind.word() + " was not counted"));
            }
        }
    }
}
