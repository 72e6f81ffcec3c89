package health.sheaf.mapping;

import health.sheaf.spi.Position;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A part of the resource, ready to be made from rows. */
sealed interface Template {

    /** Makes none, one or several elements. */
    void make(Scope scope, Consumer<Made> out);

    /** Whether it reads nothing, so that it is written always. */
    boolean constant();

    /** A leaf of a primitive or finished type. */
    record LeafTemplate(Leaf leaf, ElementWriter writer) implements Template {
        @Override
        public void make(Scope scope, Consumer<Made> out) {
            var value = leaf.eval().of(scope);
            if (value instanceof Value.Many many) {
                many.items().forEach(item -> write(item, scope, out));
            } else if (value instanceof Value.Parts parts) {
                for (var part : parts.items()) {
                    var text = Value.of(part.text());
                    if (text.present()) {
                        write(text, scope, out);
                    }
                }
            } else if (value.present()) {
                write(value, scope, out);
            }
        }

        private void write(Value value, Scope scope, Consumer<Made> out) {
            writer.write(value, scope, !leaf.constant()).ifPresent(out);
        }

        @Override
        public boolean constant() {
            return leaf.constant();
        }
    }

    /** Several templates for one repeating element. */
    record ListTemplate(List<Template> items) implements Template {
        public ListTemplate {
            items = List.copyOf(items);
        }

        @Override
        public void make(Scope scope, Consumer<Made> out) {
            items.forEach(item -> item.make(scope, out));
        }

        @Override
        public boolean constant() {
            return items.stream().allMatch(Template::constant);
        }
    }

    /** {@code each: row}: the item once for every row of the key. */
    record EachRow(Template item) implements Template {
        @Override
        public void make(Scope scope, Consumer<Made> out) {
            var seen = new LinkedHashSet<Made>();
            scope.rows().forEach(row -> item.make(scope.with(row), seen::add));
            seen.forEach(out);
        }

        @Override
        public boolean constant() {
            return false;
        }
    }

    /** {@code each: COLUMN | split(…)}: the item once for every part. */
    record EachPart(Leaf parts, Template item) implements Template {
        @Override
        public void make(Scope scope, Consumer<Made> out) {
            switch (parts.eval().of(scope)) {
                case Value.Many many ->
                        many.items().forEach(part -> item.make(scope.with(part), out));
                case Value.Parts found ->
                        found.items().forEach(part -> item.make(scope.with(part), out));
                case Value.Absent none -> {}
                case Value one -> item.make(scope.with(one), out);
            }
        }

        @Override
        public boolean constant() {
            return false;
        }
    }

    /**
     * An element of an object.
     *
     * @param name as it is written; of a choice element without its type
     * @param choice whether the type of what is made is added to the name
     */
    record Field(String name, boolean choice, boolean repeats, Template template) {

        /** Writes what the template makes; says whether that was anything, and alive. */
        Written into(ObjectNode parent, Scope scope) {
            List<Made> made = new ArrayList<>();
            template.make(scope, made::add);
            if (made.isEmpty()) {
                return Written.NOTHING;
            }
            var first = made.getFirst();
            if (repeats) {
                writeAll(parent, made);
            } else {
                var key = choice ? name + capital(first.type()) : name;
                if (first.value() != null) {
                    parent.set(key, first.value());
                }
                if (first.extra() != null) {
                    parent.set("_" + key, first.extra());
                }
            }
            return made.stream().anyMatch(Made::live) ? Written.LIVE : Written.LITERAL;
        }

        private void writeAll(ObjectNode parent, List<Made> made) {
            ArrayNode values = JsonNodeFactory.instance.arrayNode();
            ArrayNode extras = JsonNodeFactory.instance.arrayNode();
            for (var one : made) {
                if (one.value() == null) {
                    values.addNull();
                } else {
                    values.add(one.value());
                }
                if (one.extra() == null) {
                    extras.addNull();
                } else {
                    extras.add(one.extra());
                }
            }
            if (made.stream().anyMatch(one -> one.value() != null)) {
                parent.set(name, values);
            }
            if (made.stream().anyMatch(one -> one.extra() != null)) {
                parent.set("_" + name, extras);
            }
        }

        private static String capital(String type) {
            return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        }
    }

    /** What a field wrote. */
    enum Written {
        NOTHING,
        LITERAL,
        LIVE
    }

    /**
     * An object.
     *
     * @param required elements R4 wants, with whether they are primitives
     */
    record ObjectTemplate(
            String type,
            List<Field> fields,
            List<Required> required,
            boolean constant,
            Position position)
            implements Template {

        public ObjectTemplate {
            fields = List.copyOf(fields);
            required = List.copyOf(required);
        }

        @Override
        public void make(Scope scope, Consumer<Made> out) {
            var issues = new Issues();
            var node = JsonNodeFactory.instance.objectNode();
            boolean live = fill(node, scope.withIssues(issues));
            if (!live && !constant) {
                // Nothing of the row is in it; but a value that could not be read still counts.
                scope.issues().add(issues);
                return;
            }
            fillRequired(node, scope.withIssues(issues));
            scope.issues().add(issues);
            out.accept(new Made(type, node, null, live));
        }

        /** Writes all fields; says whether anything of the row is in them. */
        boolean fill(ObjectNode node, Scope scope) {
            boolean live = false;
            for (var field : fields) {
                live |= field.into(node, scope) == Written.LIVE;
            }
            return live;
        }

        void fillRequired(ObjectNode node, Scope scope) {
            for (var element : required) {
                if (!element.isIn(node)) {
                    element.markAbsent(node);
                    scope.issue(IssueKind.REQUIRED_MISSING, position);
                }
            }
        }
    }

    /**
     * A required element.
     *
     * @param writtenAs the names under which it may stand; the first is used for its absence
     */
    record Required(List<String> writtenAs, boolean primitive, boolean repeats) {

        private static final String ABSENT_REASON =
                "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

        public Required {
            writtenAs = List.copyOf(writtenAs);
        }

        boolean isIn(ObjectNode node) {
            return writtenAs.stream().anyMatch(name -> node.has(name) || node.has("_" + name));
        }

        void markAbsent(ObjectNode node) {
            var marked = JsonNodeFactory.instance.objectNode();
            var reason = marked.putArray("extension").addObject();
            reason.put("url", ABSENT_REASON);
            reason.put("valueCode", "unknown");
            var key = primitive ? "_" + writtenAs.getFirst() : writtenAs.getFirst();
            if (repeats) {
                node.putArray(key).add(marked);
                if (primitive) {
                    node.putArray(writtenAs.getFirst()).addNull();
                }
            } else {
                node.set(key, marked);
            }
        }
    }
}
