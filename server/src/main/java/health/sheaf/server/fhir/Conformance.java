package health.sheaf.server.fhir;

import health.sheaf.core.federation.SearchParameter;
import health.sheaf.spi.Section;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be asked here, made from the tables the handlers read from, so that it is true. It says
 * nothing about builds, hosts or sources.
 */
final class Conformance {

    private static final String DEFINITION = "http://hl7.org/fhir/SearchParameter/";
    private static final String EVERYTHING =
            "http://hl7.org/fhir/OperationDefinition/Patient-everything";

    private final FhirParts parts;

    Conformance(FhirParts parts) {
        this.parts = parts;
    }

    /** A request nobody needs to identify themselves for. */
    record OpenExchange(HttpServletResponse response, Format format, boolean pretty, String base) {}

    void capabilities(OpenExchange exchange) throws IOException {
        var json = OperationOutcomes.JSON.writeValueAsBytes(statement(exchange.base()));
        var response = exchange.response();
        if (exchange.format() == Format.XML) {
            response.setContentType("application/fhir+xml;charset=utf-8");
            FhirXml.write(json, exchange.pretty(), response.getOutputStream());
            return;
        }
        response.setContentType("application/fhir+json;charset=utf-8");
        if (exchange.pretty()) {
            var indented = new ByteArrayOutputStream();
            new IndentedOutput(indented).write(json, 0, json.length);
            json = indented.toByteArray();
        }
        response.getOutputStream().write(json);
    }

    /** SMART App Launch's discovery document, as much of it as is ours to say. */
    void smart(HttpServletResponse response) throws IOException {
        var document = OperationOutcomes.JSON.createObjectNode();
        if (!parts.issuers().isEmpty()) {
            document.put("issuer", parts.issuers().getFirst());
        }
        var capabilities = document.putArray("capabilities");
        capabilities.add("permission-user").add("permission-v1").add("permission-v2");
        document.putArray("scopes_supported").add("user/*.rs");
        document.putArray("code_challenge_methods_supported").add("S256");
        response.setContentType("application/json;charset=utf-8");
        response.getOutputStream().write(OperationOutcomes.JSON.writeValueAsBytes(document));
    }

    private static ObjectNode statement(String base) {
        var statement = OperationOutcomes.JSON.createObjectNode();
        statement.put("resourceType", "CapabilityStatement");
        statement.put("status", "active");
        statement.put("date", "2026-11-22");
        statement.put("kind", "instance");
        statement.putObject("software").put("name", "Sheaf");
        statement
                .putObject("implementation")
                .put("description", "One patient's record from many living systems")
                .put("url", base);
        statement.put("fhirVersion", "4.0.1");
        statement.putArray("format").add("application/fhir+json").add("application/fhir+xml");
        var rest = statement.putArray("rest").addObject();
        rest.put("mode", "server");
        rest.putObject("security")
                .put("cors", false)
                .put("description", "A bearer access token of a configured issuer is needed.");
        var resources = rest.putArray("resource");
        for (var type : Section.allResourceTypes()) {
            addType(resources.addObject(), type);
        }
        for (var type : Route.SUPPORTING) {
            addSupporting(resources.addObject(), type);
        }
        return statement;
    }

    private static void addSupporting(ObjectNode resource, String type) {
        resource.put("type", type);
        resource.putArray("interaction")
                .addObject()
                .put("code", "read")
                .put(
                        "documentation",
                        "Together with a person in whose record something refers to it:"
                                + " ?patient=id.");
        resource.put("versioning", "no-version");
        resource.put("conditionalRead", "not-match");
    }

    private static void addType(ObjectNode resource, String type) {
        resource.put("type", type);
        var interactions = resource.putArray("interaction");
        interactions.addObject().put("code", "read");
        interactions.addObject().put("code", "search-type");
        resource.put("versioning", "no-version");
        resource.put("readHistory", false);
        resource.put("conditionalRead", "not-match");
        if (type.equals("Patient")) {
            var parameters = resource.putArray("searchParam");
            parameter(parameters.addObject(), "_id", "token");
            parameter(parameters.addObject(), "identifier", "token");
            parameter(parameters.addObject(), "family", "string");
            parameter(parameters.addObject(), "given", "string");
            parameter(parameters.addObject(), "birthdate", "date");
            parameter(parameters.addObject(), "gender", "token");
            parameter(parameters.addObject(), "address-postalcode", "string");
            resource.putArray("operation")
                    .addObject()
                    .put("name", "everything")
                    .put("definition", EVERYTHING);
            return;
        }
        var includes = resource.putArray("searchInclude").add("*");
        IncludeTable.of(type).forEach(include -> includes.add(type + ":" + include.name()));
        resource.putArray("searchRevInclude").add("Provenance:target");
        var parameters = resource.putArray("searchParam");
        parameter(parameters.addObject(), "patient", "reference")
                .put("documentation", "Needed: a search is about one person.");
        parameter(parameters.addObject(), "subject", "reference");
        for (var known : SearchParameter.of(type)) {
            parameter(
                    parameters.addObject(),
                    known.name(),
                    known.kind() == SearchParameter.Kind.DATE ? "date" : "token");
        }
    }

    private static ObjectNode parameter(ObjectNode parameter, String name, String kind) {
        parameter.put("name", name);
        if (name.startsWith("_")) {
            parameter.put("definition", DEFINITION + "Resource-" + name.substring(1));
        }
        return parameter.put("type", kind);
    }
}
