package health.sheaf.connector.fhir;

import health.sheaf.kit.HttpAnswer;
import health.sheaf.kit.ScriptedHttpServer;
import health.sheaf.kit.ScriptedHttpServer.Asked;
import health.sheaf.kit.TestAuthority;
import health.sheaf.kit.TestSources;
import health.sheaf.spi.Connector;
import health.sheaf.spi.Deadline;
import health.sheaf.spi.FetchRequest;
import health.sheaf.spi.FetchResult;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.SearchFilter;
import health.sheaf.spi.SourceLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A FHIR server that says exactly what a test wants it to, and a connector to it. */
final class ScriptedFhir implements AutoCloseable {

    static final NhsNumber NUMBER = new NhsNumber("9990703965");
    static final String PATIENT = patient("p1", "\"active\":true", NUMBER.value());

    private final Map<String, Function<Asked, HttpAnswer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final ScriptedHttpServer server = ScriptedHttpServer.answering(this::answer);
    private SourceLimits limits = SourceLimits.DEFAULT;
    private Connector connector;

    ScriptedFhir() {
        settings.put("base-url", server.uri("/r4"));
        states(
                "Observation:patient/reference,code/token,date/date",
                "Condition:patient/reference,code/token",
                "Practitioner:_id/token",
                "Patient:identifier/token,family/string,birthdate/date");
        on("/r4/Patient/p1", HttpAnswer.fhir(PATIENT));
        on("/r4/Observation", HttpAnswer.fhir(searchset("")));
        on("/r4/Condition", HttpAnswer.fhir(searchset("")));
        connector = connect();
    }

    ScriptedFhir set(String key, Object value) {
        settings.put(key, value);
        return reconnect();
    }

    ScriptedFhir limits(SourceLimits limits) {
        this.limits = limits;
        return reconnect();
    }

    ScriptedFhir on(String path, HttpAnswer answer) {
        return on(path, asked -> answer);
    }

    ScriptedFhir on(String path, Function<Asked, HttpAnswer> answer) {
        answers.put(path, answer);
        return this;
    }

    /** {@code Type:name/kind,name/kind}; a type that starts with {@code !} has $everything. */
    ScriptedFhir states(String... types) {
        var resources = new StringBuilder();
        for (var text : types) {
            var parts = text.replace("!", "").split(":", -1);
            resources.append(resources.isEmpty() ? "" : ",").append("{\"type\":\"");
            resources.append(parts[0]).append("\",\"searchParam\":[");
            var separator = "";
            for (var parameter : parts[1].split(",")) {
                var pair = parameter.split("/", -1);
                resources
                        .append(separator)
                        .append("{\"name\":\"" + pair[0] + "\",\"type\":\"" + pair[1] + "\"}");
                separator = ",";
            }
            resources.append("]");
            if (text.startsWith("!")) {
                resources.append(",\"operation\":[{\"name\":\"everything\"}]");
            }
            resources.append("}");
        }
        return on(
                "/r4/metadata",
                HttpAnswer.fhir(
                        "{\"resourceType\":\"CapabilityStatement\",\"fhirVersion\":\"4.0.1\","
                                + "\"rest\":[{\"mode\":\"server\",\"resource\":["
                                + resources
                                + "]}]}"));
    }

    ScriptedFhir reconnect() {
        connector.close();
        connector = connect();
        return this;
    }

    Connector connector() {
        return connector;
    }

    FetchResult fetch(String... types) {
        return fetch(List.of(), types);
    }

    FetchResult fetch(List<SearchFilter> filters, String... types) {
        return fetch(new PatientKey.Local("p1", NUMBER), filters, 1_000, types);
    }

    FetchResult fetch(PatientKey key, List<SearchFilter> filters, int maxEntries, String... types) {
        var all = new java.util.HashSet<>(Set.of(types));
        all.add("Patient");
        return connector.fetch(
                TestAuthority.directCare(),
                new FetchRequest(key, all, filters, maxEntries),
                soon());
    }

    static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(10), System::nanoTime);
    }

    String address(String path) {
        return server.uri(path).toString();
    }

    /** What was asked, without the statement. */
    List<Asked> asked() {
        return server.asked().stream().filter(a -> !a.path().endsWith("/metadata")).toList();
    }

    List<String> targets() {
        return asked().stream().map(Asked::target).toList();
    }

    void forget() {
        server.forget();
    }

    static String observation(String id) {
        return "{\"resourceType\":\"Observation\",\"id\":\""
                + id
                + "\",\"subject\":{\"reference\":\"Patient/p1\"}}";
    }

    static String patient(String id, String more, String number) {
        return "{\"resourceType\":\"Patient\",\"id\":\""
                + id
                + "\","
                + more
                + ",\"identifier\":[{\"value\":\"H1\"},{\"system\":\""
                + NhsNumber.SYSTEM
                + "\",\"value\":\""
                + number
                + "\"}],\"name\":[{\"family\":\"O'Neill\",\"given\":[\"Ann\",\"Mary\"]}],"
                + "\"birthDate\":\"1970-01-01\",\"gender\":\"female\","
                + "\"address\":[{\"postalCode\":\"LS1 4AP\"}]}";
    }

    /** A page; {@code more} are further members, such as links. */
    static String searchset(String more, String... resources) {
        var entries = new StringBuilder();
        for (var resource : resources) {
            entries.append(entries.isEmpty() ? "" : ",")
                    .append("{\"resource\":")
                    .append(resource)
                    .append("}");
        }
        return "{\"resourceType\":\"Bundle\",\"type\":\"searchset\""
                + (more.isEmpty() ? "" : "," + more)
                + ",\"entry\":["
                + entries
                + "]}";
    }

    static String next(String url) {
        return "\"link\":[{\"relation\":\"next\",\"url\":\"" + url + "\"}]";
    }

    static String self(String url) {
        return "\"link\":[{\"relation\":\"self\",\"url\":\"" + url + "\"}]";
    }

    @Override
    public void close() {
        connector.close();
        server.close();
    }

    private Connector connect() {
        return new FhirConnectorFactory()
                .create(
                        TestSources.definition("scripted", "fhir", new HashMap<>(settings), limits),
                        TestSources.context(Path.of("target"), Map.of("token", "t0ken")));
    }

    private HttpAnswer answer(Asked asked) {
        var answer = answers.get(asked.target());
        answer = answer == null ? answers.get(asked.path()) : answer;
        return answer == null ? HttpAnswer.status(404) : answer.apply(asked);
    }
}
