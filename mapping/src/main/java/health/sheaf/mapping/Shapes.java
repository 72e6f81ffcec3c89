package health.sheaf.mapping;

import health.sheaf.mapping.Step.Pushdown;
import health.sheaf.mapping.Step.Traits;
import health.sheaf.spi.DefinitionException;
import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The shapes of a map: how a datatype of the format becomes a FHIR type. {@code PID-11 | as(XAD)}
 * writes one as an element; {@code PV1-7 | make(XCN)} puts a resource into the Bundle and refers to
 * it. Compiled when they are first named, and once.
 */
final class Shapes {

    private static final Set<String> PARTS = Set.of("to", "element");

    /** A shape, compiled. */
    private record Shape(String type, Template.ObjectTemplate template) {}

    private final YamlNode.Mapping written;
    private final ResourceCompiler compiler;
    private final Map<String, Shape> compiled = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    Shapes(YamlNode.Mapping written, ResourceCompiler compiler) {
        this.written = written;
        this.compiler = compiler;
    }

    /** Compiles all of them, named or not, so that a mistake in any is found. */
    void check() {
        written.entries().keySet().forEach(name -> shape(name, written.keyPosition(name)));
    }

    Step as(String name, Position position) {
        var shape = shape(name, position);
        if (R4.INSTANCE.isResource(shape.type())) {
            throw new DefinitionException(
                    position, "'" + name + "' makes a resource: make(" + name + ")");
        }
        return new Step(
                "as",
                Kind.OBJECT,
                Traits.NONE,
                new Pushdown.None(),
                Set.of(),
                Set.of(shape.type()),
                (in, scope) -> all(in, scope, one -> element(shape, one)));
    }

    Step make(String name, Position position) {
        var shape = shape(name, position);
        if (!R4.INSTANCE.isResource(shape.type())) {
            throw new DefinitionException(
                    position, "'" + name + "' makes an element: as(" + name + ")");
        }
        return new Step(
                "make",
                Kind.REFERENCE,
                Traits.NONE,
                new Pushdown.None(),
                (in, scope) -> all(in, scope, one -> resource(shape, one)));
    }

    private interface One {
        Value of(Scope scope);
    }

    private static Value all(Value in, Scope scope, One one) {
        if (!(in instanceof Value.Parts parts)) {
            return one.of(scope.with(in));
        }
        if (parts.items().size() == 1) {
            return one.of(scope.with(parts.items().getFirst()));
        }
        List<Value> made = new ArrayList<>();
        for (var part : parts.items()) {
            var value = one.of(scope.with(part));
            if (value.present()) {
                made.add(value);
            }
        }
        return made.isEmpty() ? Value.Absent.ABSENT : new Value.Many(made);
    }

    private static Value element(Shape shape, Scope scope) {
        List<Made> made = new ArrayList<>(1);
        shape.template().make(scope, made::add);
        return made.isEmpty()
                        || !(made.getFirst().value()
                                instanceof tools.jackson.databind.node.ObjectNode node)
                ? Value.Absent.ABSENT
                : new Value.Shaped(shape.type(), node);
    }

    private static Value resource(Shape shape, Scope scope) {
        var making = scope.making();
        var node = JsonNodeFactory.instance.objectNode();
        node.put("resourceType", shape.type());
        if (making == null || !shape.template().fill(node, scope)) {
            return Value.Absent.ABSENT;
        }
        shape.template().fillRequired(node, scope);
        return new Value.Tree(
                Kind.REFERENCE, BundleMaking.reference(making.take(shape.type(), node)));
    }

    private Shape shape(String name, Position position) {
        var known = compiled.get(name);
        if (known != null) {
            return known;
        }
        if (!(written.entries().get(name) instanceof YamlNode.Mapping node)) {
            throw new DefinitionException(
                    position,
                    "there is no shape '"
                            + name
                            + "'"
                            + Functions.suggestion(name, written.entries().keySet()));
        }
        if (!PARTS.equals(node.entries().keySet())
                || !(node.entries().get("to") instanceof YamlNode.Scalar to)
                || !(node.entries().get("element") instanceof YamlNode.Mapping element)) {
            throw new DefinitionException(
                    node.position(), "a shape has 'to', a FHIR type, and 'element', its leaves");
        }
        if (!open.add(name)) {
            throw new DefinitionException(position, "shape '" + name + "' is made of itself");
        }
        var shape = new Shape(to.text(), compiler.shape(to.text(), element, to.position()));
        open.remove(name);
        compiled.put(name, shape);
        return shape;
    }
}
