package health.sheaf.estate.fhirserver;

import health.sheaf.estate.fhirserver.Cursors.Item;
import health.sheaf.estate.fhirserver.SearchParameters.Definition;
import health.sheaf.estate.fhirserver.SearchParameters.Kind;
import health.sheaf.estate.http.Request.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One search as a server of some habit understands it. */
final class Search {

    private static final Set<String> SILENT =
            Set.of("_format", "_pretty", "_total", "_summary", "_elements");

    /** A condition the server applies. */
    private record Condition(Definition definition, String value) {}

    private final Habit habit;
    private final Shelf shelf;
    private final String type;
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Parameter> applied = new ArrayList<>();
    private final List<String> includes = new ArrayList<>();
    private int pageSize;
    private @Nullable String sort;

    Search(Habit habit, Shelf shelf, String type, List<Parameter> parameters, boolean strict) {
        this.habit = habit;
        this.shelf = shelf;
        this.type = type;
        this.pageSize = habit.pageSize();
        for (var parameter : parameters) {
            take(parameter, strict || habit.unknown() == Habit.Unknown.REFUSED);
        }
    }

    int pageSize() {
        return pageSize;
    }

    /** The query that was in fact applied, for the self link. */
    String self() {
        var query = new StringBuilder(type);
        char separator = '?';
        for (var parameter : applied) {
            query.append(separator)
                    .append(parameter.name())
                    .append('=')
                    .append(URLEncoder.encode(parameter.value(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return query.toString();
    }

    /** The patient it is about, where it is about exactly one. */
    @Nullable String patient() {
        var patients = patientIds();
        return patients.size() == 1 ? patients.iterator().next() : null;
    }

    List<Item> run() {
        var found = new ArrayList<ObjectNode>();
        for (var tree : candidates()) {
            if (tree.path("resourceType").asString("").equals(type)
                    && conditions.stream()
                            .allMatch(condition ->
                                    Matching.matches(
                                            tree, condition.definition(), condition.value()))) {
                found.add(tree);
            }
        }
        if (sort != null) {
            order(found, sort);
        }
        var items = new ArrayList<Item>();
        found.forEach(tree -> items.add(new Item(tree, "match")));
        included(found).forEach(tree -> items.add(new Item(tree, "include")));
        return items;
    }

    private void take(Parameter parameter, boolean strict) {
        var name = parameter.name();
        switch (name) {
            case "_count" -> pageSize = count(parameter.value());
            case "_sort" -> {
                if (!habit.sorts()) {
                    unknown(name, strict);
                    return;
                }
                sort = parameter.value();
            }
            case "_include" -> {
                if (!habit.includes()) {
                    unknown(name, strict);
                    return;
                }
                includes.add(parameter.value());
            }
            case String other when SILENT.contains(other) -> {
                return;
            }
            case String other -> {
                var definition = SearchParameters.find(type, other);
                if (definition.isEmpty() || !habit.knows(type, other)) {
                    unknown(other, strict);
                    return;
                }
                conditions.add(condition(definition.get(), parameter.value()));
            }
        }
        applied.add(parameter);
    }

    private static Condition condition(Definition definition, String value) {
        if (definition.kind() == Kind.DATE && !Span.understands(value)) {
            throw new Refused(400, "value", "not a date: the value of " + definition.name());
        }
        return new Condition(definition, value);
    }

    private void unknown(String name, boolean strict) {
        if (strict) {
            var plain = name.replaceAll("[^A-Za-z0-9_:.-]", "?");
            throw new Refused(
                    400, "not-supported", "%s has no parameter '%s'".formatted(type, plain));
        }
    }

    private int count(String value) {
        if (!value.matches("[0-9]{1,6}")) {
            throw new Refused(400, "value", "_count must be a number");
        }
        int wanted = Integer.parseInt(value);
        return Math.clamp(wanted, 1, habit.maxPageSize());
    }

    private List<ObjectNode> candidates() {
        if (type.equals("Patient")) {
            return shelf.patients();
        }
        if (Set.of("Practitioner", "Organization", "Location").contains(type)) {
            return shelf.shared();
        }
        var charts = new ArrayList<ObjectNode>();
        var ids = patientIds();
        var asked = conditions.stream().anyMatch(condition -> isPatient(condition.definition()));
        for (var id : asked ? ids : shelf.patientIds()) {
            charts.addAll(shelf.chart(id));
        }
        return charts;
    }

    private Set<String> patientIds() {
        var ids = new LinkedHashSet<String>();
        for (var condition : conditions) {
            if (isPatient(condition.definition())) {
                for (var value : condition.value().split(",", -1)) {
                    ids.add(value.substring(value.lastIndexOf('/') + 1));
                }
            }
        }
        return ids;
    }

    private static boolean isPatient(Definition definition) {
        return definition.name().equals("patient") || definition.name().equals("subject");
    }

    private void order(List<ObjectNode> found, String wanted) {
        boolean descending = wanted.startsWith("-");
        var name = descending ? wanted.substring(1) : wanted;
        var definition =
                SearchParameters.find(type, name)
                        .orElseThrow(
                                () -> new Refused(400, "not-supported", "cannot sort by that"));
        Comparator<ObjectNode> order =
                definition.kind() == Kind.DATE
                        ? Comparator.comparing(tree -> start(tree, definition))
                        : Comparator.comparing(tree -> text(tree, definition));
        found.sort(descending ? order.reversed() : order);
    }

    private static Instant start(ObjectNode tree, Definition definition) {
        return Matching.values(tree, definition.paths()).stream()
                .flatMap(node -> Span.of(node).stream())
                .map(Span::from)
                .findFirst()
                .orElse(Instant.MIN);
    }

    private static String text(ObjectNode tree, Definition definition) {
        return Matching.values(tree, definition.paths()).stream()
                .map(node -> node.asString(""))
                .findFirst()
                .orElse("");
    }

    private List<ObjectNode> included(List<ObjectNode> found) {
        var extra = new LinkedHashSet<ObjectNode>();
        for (var include : includes) {
            int colon = include.indexOf(':');
            boolean all = include.equals("*");
            var element = colon < 0 ? include : include.substring(colon + 1);
            for (var tree : found) {
                for (var reference : References.in(tree, all ? "" : element)) {
                    shelf.find(reference.type(), reference.id()).ifPresent(extra::add);
                }
            }
        }
        found.forEach(extra::remove);
        return List.copyOf(extra);
    }
}
