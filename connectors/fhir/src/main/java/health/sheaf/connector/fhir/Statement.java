package health.sheaf.connector.fhir;

import health.sheaf.spi.Resource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a server says it can do (its CapabilityStatement), as far as we ask for it.
 *
 * @param types by resource type
 * @param everything whether it has {@code Patient/$everything}
 * @param release the FHIR version it speaks
 */
record Statement(Map<String, TypeStatement> types, boolean everything, String release) {

    /**
     * What it says of one type.
     *
     * @param readable by id
     * @param searchable at all
     * @param versioned whether its resources carry a version
     * @param filters the token and date parameters it declares
     * @param references the reference parameters it declares
     * @param others the parameters of any other kind
     */
    record TypeStatement(
            boolean readable,
            boolean searchable,
            boolean versioned,
            Set<String> filters,
            Set<String> references,
            Set<String> others) {

        TypeStatement {
            filters = Set.copyOf(filters);
            references = Set.copyOf(references);
            others = Set.copyOf(others);
        }

        boolean declares(String parameter) {
            return filters.contains(parameter)
                    || references.contains(parameter)
                    || others.contains(parameter);
        }

        boolean declaresNothing() {
            return filters.isEmpty() && references.isEmpty() && others.isEmpty();
        }
    }

    Statement {
        types = Map.copyOf(types);
    }

    boolean isR4() {
        return release.isEmpty() || release.startsWith("4.");
    }

    Optional<TypeStatement> of(String type) {
        return Optional.ofNullable(types.get(type));
    }

    static Statement read(Resource resource) {
        var tree = resource.toTree();
        var types = new HashMap<String, TypeStatement>();
        boolean everything = false;
        for (var rest : tree.path("rest")) {
            if (!rest.path("mode").asString("server").equals("server")) {
                continue;
            }
            for (var part : rest.path("resource")) {
                var type = part.path("type").asString("");
                types.put(type, type(part));
                everything |= type.equals("Patient") && hasEverything(part.path("operation"));
            }
            everything |= hasEverything(rest.path("operation"));
        }
        return new Statement(types, everything, tree.path("fhirVersion").asString(""));
    }

    private static TypeStatement type(JsonNode part) {
        var interactions = new HashSet<String>();
        part.path("interaction").forEach(i -> interactions.add(i.path("code").asString("")));
        var filters = new HashSet<String>();
        var references = new HashSet<String>();
        var others = new HashSet<String>();
        for (var parameter : part.path("searchParam")) {
            var name = parameter.path("name").asString("");
            switch (parameter.path("type").asString("")) {
                case "token", "date" -> filters.add(name);
                case "reference" -> references.add(name);
                case String other -> others.add(name);
            }
        }
        return new TypeStatement(
                interactions.isEmpty() || interactions.contains("read"),
                interactions.isEmpty() || interactions.contains("search-type"),
                !part.path("versioning").asString("versioned").equals("no-version"),
                filters,
                references,
                others);
    }

    private static boolean hasEverything(JsonNode operations) {
        for (var operation : operations) {
            var name = operation.path("name").asString("");
            var definition = operation.path("definition").asString("");
            if (name.equals("everything")
                    || name.equals("$everything")
                    || definition.endsWith("/Patient-everything")) {
                return true;
            }
        }
        return false;
    }
}
