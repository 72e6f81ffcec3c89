package health.sheaf.bench;

import health.sheaf.connector.fhir.FhirConnectorFactory;
import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.Source;
import health.sheaf.core.federation.SourceGate;
import health.sheaf.core.identity.IdentityIndex;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonIds;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.core.merge.Merge;
import health.sheaf.core.policy.Patience;
import health.sheaf.core.policy.Policy;
import health.sheaf.core.policy.Release;
import health.sheaf.core.policy.Requester;
import health.sheaf.core.policy.Role;
import health.sheaf.core.record.PatientRecord;
import health.sheaf.core.record.PatientRecords;
import health.sheaf.core.record.RecordAnswer;
import health.sheaf.core.record.RecordQuestion;
import health.sheaf.spi.ConnectorContext;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Position;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.Section;
import health.sheaf.spi.Settings;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import health.sheaf.store.KeyRing;
import health.sheaf.store.SqliteStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The platform without its edge: the real use case over the real connector and the real store. */
final class Sheaf implements AutoCloseable {

    private static final Position HERE = new Position("bench", 1, 1);

    private final SqliteStore store;
    private final Federation federation;
    private final PatientRecords records;
    private final Person person;
    private final boolean mustBeComplete;
    private final AtomicLong requests = new AtomicLong();

    /**
     * @param mustBeComplete whether a record that is not complete ends the run: its time would be
     *     no time of a record
     */
    Sheaf(List<Integer> ports, Path folder, Duration showBy, boolean mustBeComplete) {
        this.mustBeComplete = mustBeComplete;
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var json = new FhirJson(FhirJson.Limits.SOURCE);
        store =
                SqliteStore.open(
                        folder,
                        KeyRing.open(
                                folder.resolve("kek"),
                                folder.resolve("ring"),
                                KeyRing.WhenAbsent.MAKE,
                                random),
                        random);
        var sources = new ArrayList<Source>();
        for (int port : ports) {
            sources.add(source(port, folder, clock));
        }
        federation = new Federation(sources, json, clock, System::nanoTime);
        var ids =
                new ResourceIds(
                        new byte[ResourceIds.KEY_LENGTH],
                        sources.stream().map(Source::id).toList());
        var identity = new IdentityIndex(store.links(), new PersonIds(random), clock);
        person = identity.confirmed(new NhsNumber(Charts.NHS_NUMBER));
        records =
                new PatientRecords(
                        identity,
                        new Policy(
                                () -> "bench-" + requests.incrementAndGet(),
                                Map.of(
                                        Role.CLINICIAN,
                                        new Patience(showBy, Duration.ofSeconds(15)))),
                        new Release(json),
                        new AuditLog(store.journal(), store.journal()),
                        federation,
                        new Merge(ids, json),
                        ids,
                        clock,
                        System::nanoTime);
    }

    private static Source source(int port, Path folder, Clock clock) {
        var id = new SourceId("bench-" + port);
        var limits =
                new SourceLimits(128, 1e6, 20_000, 50L * 1024 * 1024, 200, Duration.ofSeconds(15));
        var definition =
                new SourceDefinition(
                        id,
                        "Bench " + port,
                        new OdsCode("RR8"),
                        "fhir",
                        "bench",
                        Set.of(Section.PROBLEMS, Section.MEDICATIONS, Section.RESULTS),
                        limits,
                        List.of(),
                        10,
                        settings(port));
        var context =
                new ConnectorContext(
                        clock, System::nanoTime, name -> "none", folder, folder.resolve("drivers"));
        return new Source(
                definition,
                new FhirConnectorFactory().create(definition, context),
                new SourceGate(limits, System::nanoTime, new Random(port)));
    }

    private static Settings settings(int port) {
        var values = new LinkedHashMap<String, Settings.Value>();
        values.put("base-url", text("http://127.0.0.1:" + port + "/fhir"));
        values.put("read", text("everything"));
        values.put("gzip", text("false"));
        return new Settings(new Settings.Value.Mapping(values, HERE));
    }

    private static Settings.Value text(String text) {
        return new Settings.Value.Text(text, new Position("bench", 1, 1 + text.length()));
    }

    /** One record, from the question to the last byte; the bytes go nowhere. */
    PatientRecord record(OutputStream out) throws IOException {
        var requester =
                new Requester(
                        new EndUser(
                                "bench-" + requests.incrementAndGet(),
                                "Dr Bench",
                                "clinician",
                                new OdsCode("RR8")),
                        Set.of("user/*.rs"),
                        Set.of(Purpose.DIRECT_CARE),
                        Purpose.DIRECT_CARE,
                        "bench");
        var answer = records.read(requester, person.id(), RecordQuestion.everything());
        if (!(answer instanceof RecordAnswer.Answered answered)) {
            throw new IllegalStateException("no record: " + answer.getClass().getSimpleName());
        }
        var record = answered.emission().payload();
        if (!record.ledger().isComplete() && mustBeComplete) {
            throw new IllegalStateException("not complete: " + record.ledger().lines());
        }
        out.write(
                "{\"resourceType\":\"Bundle\",\"type\":\"searchset\",\"entry\":["
                        .getBytes(StandardCharsets.UTF_8));
        for (var entry : record.entries()) {
            out.write("{\"resource\":".getBytes(StandardCharsets.UTF_8));
            entry.resource().writeTo(out);
            out.write("},".getBytes(StandardCharsets.UTF_8));
        }
        return record;
    }

    @Override
    public void close() {
        federation.close();
        store.close();
    }
}
