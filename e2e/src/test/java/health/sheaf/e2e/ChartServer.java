package health.sheaf.e2e;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.RequiredParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.TokenOrListParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import health.sheaf.kit.ExactJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import tools.jackson.databind.node.ObjectNode;

/** A HAPI {@code RestfulServer} on Tomcat with whole charts in memory. */
final class ChartServer implements AutoCloseable {

    private static final FhirContext R4 = FhirContext.forR4();

    private final Tomcat tomcat = new Tomcat();

    /**
     * @param everything whether it has {@code $everything}
     * @param pageSize of its pages, at most
     */
    ChartServer(List<ObjectNode> resources, boolean everything, int pageSize, Path folder)
            throws LifecycleException, IOException {
        var parser = R4.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
        var byType = new LinkedHashMap<String, OfType>();
        for (var resource : resources) {
            var type = resource.path("resourceType").stringValue();
            var subject =
                    SyntheaCorpus.references(resource).stream()
                            .map(element -> element.path("reference").stringValue())
                            .filter(reference -> reference.startsWith("Patient/"))
                            .collect(Collectors.toSet());
            byType.computeIfAbsent(type, ChartServer::provider)
                    .add(parser.parseResource(ExactJson.write(resource)), subject);
        }
        if (everything) {
            var patients = (Patients) byType.getOrDefault("Patient", provider("Patient"));
            byType.put(
                    "Patient", new PatientsWithEverything(patients, List.copyOf(byType.values())));
        }
        var server = new RestfulServer(R4);
        var paging = new FifoMemoryPagingProvider(1_000);
        paging.setDefaultPageSize(pageSize);
        paging.setMaximumPageSize(pageSize);
        server.setPagingProvider(paging);
        server.setResourceProviders(List.copyOf(byType.values()));
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        var context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "fhir", server);
        context.addServletMappingDecoded("/fhir/*", "fhir");
        tomcat.start();
        // The first statement takes a busy machine seconds; nobody who asks should wait for it.
        try (var statement = URI.create(base() + "/metadata").toURL().openStream()) {
            statement.readAllBytes();
        }
    }

    String base() {
        return "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/fhir";
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private static OfType provider(String type) {
        return switch (type) {
            case "Patient" -> new Patients();
            case "Practitioner" -> new Supporting(type);
            case String other -> new OfPatients(other);
        };
    }

    /** The resources of a type; given out as they were taken in. */
    static class OfType implements IResourceProvider {

        private final Class<? extends IBaseResource> type;
        final Map<String, IBaseResource> byId = new LinkedHashMap<>();
        final Map<String, List<IBaseResource>> byPatient = new LinkedHashMap<>();

        OfType(String type) {
            this.type = R4.getResourceDefinition(type).getImplementingClass();
        }

        final void add(IBaseResource resource, Set<String> patients) {
            byId.put(resource.getIdElement().getIdPart(), resource);
            patients.forEach(patient ->
                    byPatient.computeIfAbsent(patient, key -> new ArrayList<>()).add(resource));
        }

        @Override
        public final Class<? extends IBaseResource> getResourceType() {
            return type;
        }

        @Read
        public final IBaseResource read(@IdParam IdType id) {
            var found = byId.get(id.getIdPart());
            if (found == null) {
                throw new ResourceNotFoundException(id);
            }
            return found;
        }
    }

    static final class OfPatients extends OfType {

        OfPatients(String type) {
            super(type);
        }

        @Search
        public List<IBaseResource> ofPatient(
                @RequiredParam(name = "patient") ReferenceParam patient) {
            return byPatient.getOrDefault("Patient/" + patient.getIdPart(), List.of());
        }
    }

    static final class Supporting extends OfType {

        Supporting(String type) {
            super(type);
        }

        @Search
        public List<IBaseResource> byId(@RequiredParam(name = "_id") TokenOrListParam ids) {
            return ids.getValuesAsQueryTokens().stream()
                    .map(id -> byId.get(id.getValue()))
                    .filter(java.util.Objects::nonNull)
                    .toList();
        }
    }

    static class Patients extends OfType {

        Patients() {
            super("Patient");
        }

        @Search
        public List<IBaseResource> byNumber(
                @RequiredParam(name = "identifier") TokenParam identifier) {
            return byId.values().stream()
                    .filter(patient ->
                            ((Patient) patient)
                                    .getIdentifier().stream()
                                            .anyMatch(one ->
                                                    identifier.getSystem().equals(one.getSystem())
                                                            && identifier
                                                                    .getValue()
                                                                    .equals(one.getValue())))
                    .toList();
        }
    }

    static final class PatientsWithEverything extends Patients {

        private final List<OfType> all;

        PatientsWithEverything(Patients patients, List<OfType> all) {
            byId.putAll(patients.byId);
            this.all = all;
        }

        @Operation(name = "$everything", idempotent = true)
        public IBundleProvider everything(@IdParam IdType id) {
            var found = new ArrayList<IBaseResource>();
            found.add(read(id));
            all.forEach(type ->
                    found.addAll(
                            type.byPatient.getOrDefault("Patient/" + id.getIdPart(), List.of())));
            return new SimpleBundleProvider(found);
        }
    }
}
