package health.sheaf.connector.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.FifoMemoryPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import health.sheaf.kit.SharedPatients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;

/** A HAPI {@code RestfulServer} on Tomcat, filled with the ten shared patients. */
final class HapiServer implements AutoCloseable {

    static final FhirContext R4 = FhirContext.forR4();

    private final Tomcat tomcat = new Tomcat();

    /**
     * @param pageSize of its pages, at most
     * @param everything whether it has {@code $everything}
     */
    HapiServer(int pageSize, boolean everything) {
        var providers = new ArrayList<HapiProvider<?>>();
        List.<Class<? extends DomainResource>>of(
                        AllergyIntolerance.class,
                        Condition.class,
                        MedicationRequest.class,
                        Encounter.class)
                .forEach(type -> providers.add(new HapiProvider.OfPatients<>(type)));
        providers.add(new HapiProvider.Observations(Observation.class));
        List.<Class<? extends DomainResource>>of(
                        Practitioner.class, Organization.class, Location.class, Medication.class)
                .forEach(type -> providers.add(new HapiProvider.ById<>(type)));
        providers.add(
                everything
                        ? new HapiProvider.PatientsWithEverything(List.copyOf(providers))
                        : new HapiProvider.Patients());
        fill(providers);
        var server = new RestfulServer(R4);
        var paging = new FifoMemoryPagingProvider(10_000);
        paging.setDefaultPageSize(pageSize);
        paging.setMaximumPageSize(pageSize);
        server.setPagingProvider(paging);
        server.setResourceProviders(List.copyOf(providers));
        start(server);
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the server does not stop", e);
        }
    }

    private void start(RestfulServer server) {
        try {
            tomcat.setBaseDir(Files.createTempDirectory("hapi").toString());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            var context = tomcat.addContext("", null);
            Tomcat.addServlet(context, "fhir", server);
            context.addServletMappingDecoded("/fhir/*", "fhir");
            tomcat.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the server has no folder", e);
        } catch (LifecycleException e) {
            throw new IllegalStateException("the server does not start", e);
        }
    }

    private static void fill(List<HapiProvider<?>> providers) {
        var parser = R4.newJsonParser();
        var all = new ArrayList<>(SharedPatients.supporting());
        SharedPatients.all().forEach(patient -> all.addAll(patient.resources()));
        for (var resource : all) {
            var parsed = (DomainResource) parser.parseResource(resource.json());
            providers.forEach(provider -> provider.keep(parsed));
        }
    }
}
