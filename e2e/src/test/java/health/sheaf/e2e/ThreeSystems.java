package health.sheaf.e2e;

import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.Source;
import health.sheaf.core.federation.SourceGate;
import health.sheaf.core.identity.IdentityIndex;
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
import health.sheaf.kit.TestSources;
import health.sheaf.spi.ConnectorFactory;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.FhirJson;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.SourceDefinition;
import health.sheaf.spi.SourceId;
import health.sheaf.spi.SourceLimits;
import health.sheaf.store.KeyRing;
import health.sheaf.store.SqliteStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The platform without its edge over systems of its user's making. */
final class ThreeSystems implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final SqliteStore store;
    private final Federation federation;
    private final IdentityIndex identity;
    private final PatientRecords records;
    private final ResourceIds ids;
    private final AtomicLong requests = new AtomicLong();

    /**
     * One system.
     *
     * @param settings what its definition file would say under its connector
     */
    record SourceSystem(String id, String connector, Map<String, ?> settings) {}

    /**
     * @param folder for the platform's own data
     * @param definitions where the maps lie
     */
    ThreeSystems(List<SourceSystem> systems, Path folder, Path definitions, String password) {
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var json = new FhirJson(FhirJson.Limits.SOURCE);
        var context = TestSources.context(definitions, Map.of("password", password));
        var keys =
                KeyRing.open(
                        folder.resolve("kek"),
                        folder.resolve("ring"),
                        KeyRing.WhenAbsent.MAKE,
                        random);
        store = SqliteStore.open(folder, keys, random);
        var sources = new ArrayList<Source>();
        for (var system : systems) {
            var definition = definition(system);
            sources.add(
                    new Source(
                            definition,
                            factory(system.connector()).create(definition, context),
                            new SourceGate(definition.limits(), System::nanoTime, new Random(1))));
        }
        federation = new Federation(sources, json, clock, System::nanoTime);
        ids =
                new ResourceIds(
                        new byte[ResourceIds.KEY_LENGTH],
                        sources.stream().map(Source::id).toList());
        identity = new IdentityIndex(store.links(), new PersonIds(random), clock);
        records =
                new PatientRecords(
                        identity,
                        new Policy(
                                () -> "decision-" + requests.incrementAndGet(),
                                Map.of(Role.CLINICIAN, new Patience(LONG, LONG))),
                        new Release(json),
                        new AuditLog(store.journal(), store.journal()),
                        federation,
                        new Merge(ids, json),
                        ids,
                        clock,
                        System::nanoTime);
    }

    /** The whole record of whoever has a number. */
    PatientRecord record(NhsNumber number) {
        var requester =
                new Requester(
                        new EndUser(
                                "request-" + requests.incrementAndGet(),
                                "Dr Example",
                                "clinician",
                                new OdsCode("RR8")),
                        Set.of("user/*.rs"),
                        Set.of(Purpose.DIRECT_CARE),
                        Purpose.DIRECT_CARE,
                        "e2e");
        var person = identity.confirmed(number);
        var answer = records.read(requester, person.id(), RecordQuestion.everything());
        if (answer instanceof RecordAnswer.Answered answered) {
            return answered.emission().payload();
        }
        throw new AssertionError("no record: " + answer.getClass().getSimpleName());
    }

    /** What a handed-out id stands for. */
    ResourceIds.NativeId nativeId(String type, String id) {
        return ids.resolve(type, id)
                .orElseThrow(() -> new AssertionError("an id of nobody's making: " + type));
    }

    @Override
    public void close() {
        federation.close();
        store.close();
    }

    private static SourceDefinition definition(SourceSystem system) {
        return new SourceDefinition(
                new SourceId(system.id()),
                "System " + system.id(),
                new OdsCode("RR8"),
                system.connector(),
                "e2e",
                Set.of(),
                new SourceLimits(16, 10_000, 20_000, 50L * 1024 * 1024, 200, LONG),
                List.of(),
                1,
                TestSources.settings(system.settings()));
    }

    private static ConnectorFactory factory(String name) {
        return ServiceLoader.load(ConnectorFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
