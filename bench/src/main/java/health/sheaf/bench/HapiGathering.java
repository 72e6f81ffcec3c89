package health.sheaf.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;

/**
 * The same gathering as anybody would write it today: HAPI's client, HAPI's model, HAPI's encoder.
 */
final class HapiGathering implements AutoCloseable {

    private final FhirContext context = FhirContext.forR4();
    private final List<IGenericClient> clients = new ArrayList<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

    HapiGathering(List<Integer> ports) {
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        context.getRestfulClientFactory().setSocketTimeout(60_000);
        for (int port : ports) {
            clients.add(context.newRestfulGenericClient("http://127.0.0.1:" + port + "/fhir"));
        }
    }

    void record(OutputStream out) throws IOException, ExecutionException, InterruptedException {
        var answers = new ArrayList<Future<Bundle>>();
        for (var client : clients) {
            answers.add(
                    calls.submit(() ->
                            client.operation()
                                    .onInstance(new IdType("Patient", "1"))
                                    .named("$everything")
                                    .withNoParameters(Parameters.class)
                                    .returnResourceType(Bundle.class)
                                    .useHttpGet()
                                    .execute()));
        }
        var merged = new Bundle();
        merged.setType(Bundle.BundleType.SEARCHSET);
        for (int i = 0; i < answers.size(); i++) {
            for (var entry : answers.get(i).get().getEntry()) {
                var resource = entry.getResource();
                resource.setId("s" + i + "-" + resource.getIdElement().getIdPart());
                resource.getMeta().setSource("urn:source:" + i);
                merged.addEntry().setResource(resource);
            }
        }
        out.write(
                context.newJsonParser()
                        .encodeResourceToString(merged)
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        calls.shutdownNow();
    }
}
