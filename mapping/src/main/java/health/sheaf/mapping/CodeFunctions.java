package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Functions on codes. */
final class CodeFunctions {

    private CodeFunctions() {}

    /**
     * How {@code concept(...)} was written.
     *
     * @param system of the column's own codes
     * @param table gives standard codings for them
     * @param by the column that says which system
     * @param systems what the values of that column mean
     * @param display the column with the source's words
     */
    record Concept(
            @Nullable String system,
            @Nullable CodeTable table,
            @Nullable String by,
            Map<String, String> systems,
            @Nullable String display) {
        Concept {
            systems = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(systems));
        }

        Set<String> columns() {
            var columns = new java.util.LinkedHashSet<String>();
            if (by != null) {
                columns.add(by);
            }
            if (display != null) {
                columns.add(display);
            }
            return columns;
        }
    }

    static Step table(CodeTable table, Position position) {
        return new Step(
                "table",
                Kind.TEXT,
                new Traits(table.oneToOne(), true, false),
                new Pushdown.Codes(wanted -> Optional.of(table.natives(null, wanted.code()))),
                Set.of(),
                table.values(),
                (in, scope) -> {
                    var text = in.asText();
                    if (text == null) {
                        return in;
                    }
                    var targets = table.of(text);
                    if (targets.isEmpty()) {
                        scope.issue(IssueKind.CODE_UNMAPPED, position);
                        return new Value.Unmapped(text.strip());
                    }
                    return new Value.Text(targets.getFirst().value());
                });
    }

    /** Through a table; what it does not know is absent, and no issue: for {@code ??}. */
    static Step lookup(CodeTable table) {
        return new Step(
                "lookup",
                Kind.TEXT,
                Traits.NONE,
                new Pushdown.None(),
                Set.of(),
                table.values(),
                (in, scope) -> {
                    var targets = table.of(in.words());
                    return targets.isEmpty()
                            ? Value.Absent.ABSENT
                            : new Value.Text(targets.getFirst().value());
                });
    }

    static Step concept(Concept concept, Position position) {
        return new Step(
                "concept",
                Kind.CONCEPT,
                new Traits(true, concept.by() == null, false),
                concept.by() == null
                        ? new Pushdown.Codes(wanted -> natives(concept, wanted))
                        : new Pushdown.None(),
                concept.columns(),
                Set.of(),
                (in, scope) -> conceptOf(in, concept, scope, position));
    }

    private static Optional<List<String>> natives(Concept concept, Step.Wanted wanted) {
        var natives = new ArrayList<String>();
        if (wanted.system() == null || wanted.system().equals(concept.system())) {
            natives.add(wanted.code());
        }
        if (concept.table() != null) {
            natives.addAll(concept.table().natives(wanted.system(), wanted.code()));
        }
        return Optional.of(List.copyOf(natives));
    }

    private static Value conceptOf(Value in, Concept concept, Scope scope, Position position) {
        var code = in.asText();
        if (code == null) {
            return in;
        }
        code = code.strip();
        var words = concept.display() == null ? null : scope.column(concept.display()).asText();
        var node = JsonNodeFactory.instance.objectNode();
        var codings = node.putArray("coding");
        if (concept.table() != null) {
            var targets = concept.table().of(code);
            if (targets.isEmpty()) {
                scope.issue(IssueKind.CODE_UNMAPPED, position);
            }
            for (var target : targets) {
                codings.add(coding(target.system(), target.value(), target.display()));
            }
        }
        codings.add(coding(ownSystem(concept, scope, position), code, words));
        if (words != null) {
            node.put("text", words.strip());
        }
        return new Value.Tree(Kind.CONCEPT, node);
    }

    private static @Nullable String ownSystem(Concept concept, Scope scope, Position position) {
        if (concept.by() == null) {
            return concept.system();
        }
        var scheme = scope.column(concept.by()).asText();
        var system = scheme == null ? null : concept.systems().get(scheme.strip());
        if (system == null) {
            // The code stays, without a system nobody vouches for.
            scope.issue(IssueKind.CODE_UNMAPPED, position);
            return concept.system();
        }
        return system;
    }

    private static ObjectNode coding(
            @Nullable String system, String code, @Nullable String display) {
        var coding = JsonNodeFactory.instance.objectNode();
        if (system != null) {
            coding.put("system", system);
        }
        coding.put("code", code);
        if (display != null) {
            coding.put("display", display.strip());
        }
        return coding;
    }

    /** {@code ref(Type, …)}: the reference to a row of this source. */
    static Value reference(String type, List<String> key) {
        var node = JsonNodeFactory.instance.objectNode();
        node.put("reference", type + "/" + NativeId.encode(key));
        return new Value.Tree(Kind.REFERENCE, node);
    }
}
