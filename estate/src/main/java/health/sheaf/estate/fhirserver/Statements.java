package health.sheaf.estate.fhirserver;

import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a server says of itself and of errors. */
final class Statements {

    private Statements() {}

    static ObjectNode outcome(String code, String words) {
        var outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("resourceType", "OperationOutcome");
        outcome.putArray("issue")
                .addObject()
                .put("severity", "error")
                .put("code", code)
                .put("diagnostics", words);
        return outcome;
    }

    /** True to the habit: what is not served is not in it. */
    static ObjectNode capability(Habit habit, String base) {
        var statement = JsonNodeFactory.instance.objectNode();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("status", "active").put("date", "2026-01-05").put("kind", "instance");
        statement.putObject("software").put("name", habit.software());
        statement
                .putObject("implementation")
                .put("description", habit.source().title())
                .put("url", base);
        statement.put("fhirVersion", "4.0.1");
        statement.putArray("format").add("application/fhir+json").add("json");
        var rest = statement.putArray("rest").addObject().put("mode", "server");
        var resources = rest.putArray("resource");
        for (var type : new TreeMap<>(habit.parameters()).keySet()) {
            resource(habit, type, resources.addObject());
        }
        return statement;
    }

    private static void resource(Habit habit, String type, ObjectNode resource) {
        resource.put("type", type);
        resource.put("profile", "https://fhir.hl7.org.uk/StructureDefinition/UKCore-" + type);
        var interactions = resource.putArray("interaction");
        interactions.addObject().put("code", "read");
        interactions.addObject().put("code", "search-type");
        resource.put("versioning", "versioned");
        if (habit.includes() && SearchParameters.find(type, "encounter").isPresent()) {
            resource.putArray("searchInclude").add(type + ":encounter");
        }
        var parameters = resource.putArray("searchParam");
        for (var name : new TreeSet<>(habit.parameters().get(type))) {
            SearchParameters.find(type, name)
                    .ifPresent(definition ->
                            parameters
                                    .addObject()
                                    .put("name", name)
                                    .put(
                                            "type",
                                            definition
                                                    .kind()
                                                    .name()
                                                    .toLowerCase(java.util.Locale.ROOT)));
        }
        if (habit.everything() && type.equals("Patient")) {
            resource.putArray("operation")
                    .addObject()
                    .put("name", "everything")
                    .put(
                            "definition",
                            "http://hl7.org/fhir/OperationDefinition/Patient-everything");
        }
    }
}
