package health.sheaf.e2e;

import health.sheaf.kit.Fault;
import health.sheaf.kit.FaultProxy;
import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import health.sheaf.kit.ScriptedHttpServer.Asked;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A FHIR server of a few lines with one patient and a chart of two hundred resources, behind a
 * proxy that breaks its answers. Every resource of its holds a token that names it: {@code
 * ZQ-<id>-}.
 */
final class ScriptedSource implements AutoCloseable {

    static final int CHART = 200;

    private static final String STATEMENT =
            """
            {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[
             {"type":"Patient","searchParam":[{"name":"identifier","type":"token"}],"operation":[{"name":"everything"}]},
             {"type":"Observation","searchParam":[{"name":"patient","type":"reference"}]},
             {"type":"AllergyIntolerance","searchParam":[{"name":"patient","type":"reference"}]}]}]}\
            """;

    private final String id;
    private final String nhsNumber;
    private final ScriptedHttpServer server;
    private final FaultProxy proxy;
    private volatile Function<Asked, HttpAnswer> everything;

    ScriptedSource(String id, String nhsNumber) {
        this.id = id;
        this.nhsNumber = nhsNumber;
        this.everything = asked -> chart();
        this.server = ScriptedHttpServer.answering(this::answer);
        this.proxy = FaultProxy.before(server.host(), server.port());
    }

    String id() {
        return id;
    }

    /** What every resource of this source holds. */
    String token() {
        return "ZQ-" + id + "-";
    }

    String patientId() {
        return id + "-p1";
    }

    String base() {
        return "http://" + proxy.host() + ":" + proxy.port() + "/r4";
    }

    ScriptedHttpServer server() {
        return server;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /** From now on the chart is answered like this. */
    void everything(Function<Asked, HttpAnswer> answer) {
        everything = answer;
    }

    void heal() {
        proxy.set(new Fault.Pass());
        everything(asked -> chart());
        server.forget();
    }

    HttpAnswer chart() {
        return HttpAnswer.fhir(bundle("", IntStream.range(0, CHART - 1).mapToObj(this::result)));
    }

    String patient() {
        return """
        {"resourceType":"Patient","id":"%s","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"%s"}],
         "name":[{"family":"Testperson","text":"%spatient"}],"birthDate":"1980-02-03"}\
        """
                .formatted(patientId(), nhsNumber, token());
    }

    String result(int number) {
        return result(number, "Patient/" + patientId());
    }

    String result(int number, String subject) {
        return """
        {"resourceType":"Observation","id":"%s-o%d","status":"final","code":{"text":"%sresult-%d"},
         "subject":{"reference":"%s"},"effectiveDateTime":"2026-03-01","valueQuantity":{"value":1.10,"unit":"g/L"}}\
        """
                .formatted(id, number, token(), number, subject);
    }

    /**
     * The patient and further resources as one page.
     *
     * @param more further members of the Bundle, with a comma at the end; or nothing
     */
    String bundle(String more, java.util.stream.Stream<String> resources) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\","
                + more
                + "\"entry\":["
                + java.util.stream.Stream.concat(java.util.stream.Stream.of(patient()), resources)
                        .map(resource -> "{\"resource\":" + resource + "}")
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private HttpAnswer answer(Asked asked) {
        var path = asked.path();
        if (path.equals("/r4/metadata")) {
            return HttpAnswer.fhir(STATEMENT);
        }
        if (path.equals("/r4/Patient/_search")) {
            return HttpAnswer.fhir(bundle("", java.util.stream.Stream.of()));
        }
        if (path.equals("/r4/Patient/" + patientId())) {
            return HttpAnswer.fhir(patient());
        }
        boolean aboutOurs =
                path.startsWith("/r4/Patient/" + patientId() + "/")
                        || !path.startsWith("/r4/Patient/");
        return aboutOurs ? everything.apply(asked) : HttpAnswer.status(404);
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
