package health.sheaf.mapping;

import health.sheaf.mapping.Expression.Argument;
import health.sheaf.mapping.Expression.Call;
import health.sheaf.spi.DefinitionException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles expressions to closures. */
final class LeafCompiler {

    private final Functions functions;
    private final Set<String> columns = new LinkedHashSet<>();
    private boolean inItem;

    LeafCompiler(Functions functions) {
        this.functions = functions;
    }

    /** Every column any leaf has read so far. */
    Set<String> columns() {
        return columns;
    }

    /** Whether {@code it} has a meaning here. */
    void inItem(boolean now) {
        inItem = now;
    }

    boolean inItem() {
        return inItem;
    }

    Leaf compile(YamlNode.Scalar scalar) {
        var leaf = compile(ExpressionParser.parse(scalar, functions.format()));
        columns.addAll(leaf.columns());
        return leaf;
    }

    private Leaf compile(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> literal(literal);
            case Expression.Column column -> column(column);
            case Expression.Start start -> start(start.call());
            case Expression.Coalesce coalesce -> coalesce(coalesce);
            case Expression.Pipe pipe -> pipe(pipe);
        };
    }

    private static Leaf literal(Expression.Literal literal) {
        var value = new Value.Text(literal.text());
        return new Leaf(
                Set.of(Kind.COLUMN), Set.of(), true, Set.of(literal.text()), null, scope -> value);
    }

    private Leaf column(Expression.Column column) {
        if (column.name().equals("it")) {
            if (!inItem) {
                throw new DefinitionException(
                        column.position(), "'it' has a meaning under 'item:' of an 'each:' only");
            }
            return new Leaf(Set.of(Kind.COLUMN), Set.of(), false, Set.of(), null, Scope::item);
        }
        if (column.name().startsWith("it") && functions.format() != null && !inItem) {
            throw new DefinitionException(
                    column.position(), "'it' has a meaning where a record is in hand");
        }
        var name = functions.column(column.name(), column.position());
        return new Leaf(
                Set.of(Kind.COLUMN),
                Set.of(name),
                false,
                Set.of(),
                new Leaf.Pipe(name, List.of(), null),
                scope -> scope.column(name));
    }

    private Leaf coalesce(Expression.Coalesce coalesce) {
        var leaves = coalesce.alternatives().stream().map(this::compile).toList();
        var kinds = EnumSet.noneOf(Kind.class);
        var read = new LinkedHashSet<String>();
        var possible = new LinkedHashSet<String>();
        leaves.forEach(leaf -> {
            possible.addAll(leaf.possible());
            kinds.addAll(leaf.kinds());
            read.addAll(leaf.columns());
        });
        return new Leaf(
                kinds,
                read,
                leaves.stream().allMatch(Leaf::constant),
                kinds.contains(Kind.OBJECT) ? possible : Set.of(),
                null,
                scope -> firstOf(leaves, scope));
    }

    /** An alternative that fails counts no issue where a later one has a value. */
    private static Value firstOf(List<Leaf> leaves, Scope scope) {
        var failed = new Issues();
        for (var leaf : leaves) {
            var issues = new Issues();
            var value = leaf.eval().of(scope.withIssues(issues));
            if (value.present()) {
                scope.issues().add(issues);
                return value;
            }
            failed.add(issues);
        }
        scope.issues().add(failed);
        return Value.Absent.ABSENT;
    }

    private Leaf pipe(Expression.Pipe pipe) {
        var source = compile(pipe.source());
        var eval = source.eval();
        Set<Kind> kinds = source.kinds();
        var read = new LinkedHashSet<>(source.columns());
        var possible = source.possible();
        List<Step> steps = new ArrayList<>();
        @Nullable String constant = null;
        for (var call : pipe.calls()) {
            if (call.name().equals("default")) {
                var fallback = functions.literal(call);
                constant = fallback;
                eval = otherwise(eval, new Value.Text(fallback));
                possible = possible.isEmpty() ? Set.of() : with(possible, fallback);
                continue;
            }
            functions.checkInput(call, kinds);
            var step = functions.step(call);
            kinds = Set.of(step.gives());
            possible = step.possible();
            read.addAll(step.columns());
            steps.add(step);
            eval = then(eval, step);
        }
        Leaf.@Nullable Pipe inverse = null;
        if (source.pipe() != null) {
            inverse = new Leaf.Pipe(source.pipe().column(), steps, constant);
        }
        return new Leaf(kinds, read, source.constant(), possible, inverse, eval);
    }

    private static Set<String> with(Set<String> texts, String another) {
        var all = new LinkedHashSet<>(texts);
        all.add(another);
        return all;
    }

    private static Leaf.Eval then(Leaf.Eval before, Step step) {
        var body = step.body();
        return scope -> {
            var value = before.of(scope);
            return value.present() && !(value instanceof Value.Unmapped)
                    ? body.apply(value, scope)
                    : value;
        };
    }

    private static Leaf.Eval otherwise(Leaf.Eval before, Value fallback) {
        return scope -> {
            var value = before.of(scope);
            return value.present() ? value : fallback;
        };
    }

    private Leaf start(Call call) {
        if (functions.format() != null && call.name().startsWith("ref")) {
            return inBundle(call);
        }
        return switch (call.name()) {
            case "ref" -> reference(call);
            case "join" -> join(call);
            case String other -> throw functions.unknownStart(call);
        };
    }

    private Leaf join(Call call) {
        var arguments = call.arguments();
        if (arguments.size() < 2 || !arguments.getFirst().quoted()) {
            throw new DefinitionException(
                    call.position(), "join starts with a quoted separator: join(', ', A, B)");
        }
        var separator = arguments.getFirst().text();
        var parts = arguments.subList(1, arguments.size()).stream().map(this::part).toList();
        return new Leaf(
                Set.of(Kind.TEXT),
                columnsOf(parts),
                false,
                Set.of(),
                null,
                scope ->
                        TextFunctions.joined(
                                parts.stream().map(part -> part.eval().of(scope)).toList(),
                                separator));
    }

    private Leaf reference(Call call) {
        var arguments = call.arguments();
        if (arguments.size() < 2 || arguments.getFirst().quoted()) {
            throw new DefinitionException(
                    call.position(),
                    "ref names a resource type and the key: ref(Encounter, PAT_NO, EPISODE)");
        }
        var type = arguments.getFirst().text();
        functions.checkResourceType(type, arguments.getFirst().position());
        var parts = arguments.subList(1, arguments.size()).stream().map(this::part).toList();
        var columns = parts.stream().filter(part -> !part.constant()).toList();
        Leaf.@Nullable Pipe pipe = null;
        if (parts.size() == 1 && parts.getFirst().pipe() != null) {
            pipe = parts.getFirst().pipe();
        }
        return new Leaf(
                Set.of(Kind.REFERENCE),
                columnsOf(parts),
                columns.isEmpty(),
                Set.of(),
                pipe,
                scope -> {
                    List<String> key = new ArrayList<>();
                    for (var part : parts) {
                        var text = part.eval().of(scope).asText();
                        if (text == null) {
                            return Value.Absent.ABSENT;
                        }
                        key.add(text);
                    }
                    return CodeFunctions.reference(type, key);
                });
    }

    /** {@code ref(Type)} and {@code refs(Type)}: resources of the same message. */
    private Leaf inBundle(Call call) {
        boolean all = call.name().equals("refs");
        if (!all && !call.name().equals("ref")) {
            throw functions.unknownStart(call);
        }
        boolean named = !all && call.arguments().size() == 2 && call.arguments().get(1).quoted();
        var type = named ? call.arguments().getFirst().text() : functions.literal(call);
        var name = named ? call.arguments().get(1).text() : "";
        functions.checkResourceType(type, call.position());
        return new Leaf(
                Set.of(Kind.REFERENCE),
                Set.of(),
                false,
                Set.of(),
                null,
                scope -> {
                    var making = scope.making();
                    var here = scope.here();
                    if (making == null || here == null) {
                        return Value.Absent.ABSENT;
                    }
                    var found =
                            all
                                    ? making.inside(type, here)
                                    : (named
                                                    ? making.named(type, name)
                                                    : making.nearest(type, here))
                                            .map(List::of)
                                            .orElse(List.of());
                    return found.isEmpty()
                            ? Value.Absent.ABSENT
                            : new Value.Many(found.stream().map(LeafCompiler::reference).toList());
                });
    }

    private static Value reference(BundleMaking.Planned planned) {
        return new Value.Tree(Kind.REFERENCE, BundleMaking.reference(planned.id()));
    }

    private Leaf part(Argument argument) {
        if (argument.name() != null) {
            throw new DefinitionException(
                    argument.position(), "this function takes columns and quoted literals");
        }
        if (argument.quoted()) {
            return literal(new Expression.Literal(argument.text(), argument.position()));
        }
        return column(
                new Expression.Column(
                        functions.column(argument.text(), argument.position()),
                        argument.position()));
    }

    private static Set<String> columnsOf(List<Leaf> leaves) {
        var all = new LinkedHashSet<String>();
        leaves.forEach(leaf -> all.addAll(leaf.columns()));
        return all;
    }
}
