package health.sheaf.core.record;

import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.audit.AuditLog;
import health.sheaf.core.federation.Federation;
import health.sheaf.core.federation.Json;
import health.sheaf.core.federation.Source;
import health.sheaf.core.identity.IdentityIndex;
import health.sheaf.core.identity.Link;
import health.sheaf.core.identity.LinkStore;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.ResourceIds;
import health.sheaf.core.identity.Restriction;
import health.sheaf.core.merge.Merge;
import health.sheaf.core.policy.Patience;
import health.sheaf.core.policy.Policy;
import health.sheaf.core.policy.Release;
import health.sheaf.core.policy.Requester;
import health.sheaf.core.policy.Role;
import health.sheaf.spi.EndUser;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.OdsCode;
import health.sheaf.spi.Purpose;
import health.sheaf.spi.SourceId;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole core over fake sources, with its stores in memory. */
final class Platform {

    static final NhsNumber NUMBER = new NhsNumber("9990004951");
    static final Duration SHOW_BY = Duration.ofMillis(400);

    final List<String> journal = new CopyOnWriteArrayList<>();
    final Map<PersonId, Person> persons = new ConcurrentHashMap<>();
    final List<Link> links = new CopyOnWriteArrayList<>();
    final PatientRecords records;
    final Person person = new Person(new PersonId("a".repeat(26)), NUMBER, Restriction.NONE);
    boolean auditFails;
    private final ResourceIds ids;

    /** One whose users wait long, so that a busy machine is no time-out. */
    Platform(Source... sources) {
        this(new Patience(Duration.ofSeconds(30), Duration.ofSeconds(60)), sources);
    }

    /** One whose users wait {@link #SHOW_BY}. */
    static Platform hurried(Source... sources) {
        return new Platform(new Patience(SHOW_BY, SHOW_BY.multipliedBy(2)), sources);
    }

    /** A local id that a source gave for the person before. */
    void learn(SourceId source, String localId) {
        links.add(
                new Link(
                        person.id(),
                        source,
                        localId,
                        Link.Method.NHS_NUMBER,
                        1.0,
                        "in a test",
                        Json.NOW));
    }

    /** The id under which a resource is handed out. */
    String idOf(SourceId source, String type, String nativeId) {
        return ids.idOf(source, type, nativeId);
    }

    private Platform(Patience patience, Source... sources) {
        var clock = Clock.fixed(Json.NOW, ZoneOffset.UTC);
        var federation = new Federation(List.of(sources), Json.FHIR, clock, System::nanoTime);
        ids =
                new ResourceIds(
                        new byte[ResourceIds.KEY_LENGTH],
                        List.of(sources).stream().map(Source::id).toList());
        var next = new AtomicInteger();
        persons.put(person.id(), person);
        records =
                new PatientRecords(
                        new IdentityIndex(new Memory(), () -> new PersonId("b".repeat(26)), clock),
                        new Policy(
                                () -> "decision-" + next.incrementAndGet(),
                                Map.of(Role.CLINICIAN, patience)),
                        new Release(Json.FHIR),
                        new AuditLog(journal(), journal()),
                        federation,
                        new Merge(ids, Json.FHIR),
                        ids,
                        clock,
                        System::nanoTime);
    }

    static Requester clinician() {
        return requester("clinician");
    }

    static Requester requester(String role) {
        return new Requester(
                new EndUser("u1", "Dr A Test", role, new OdsCode("RR8")),
                Set.of("user/*.rs"),
                Set.of(Purpose.DIRECT_CARE),
                Purpose.DIRECT_CARE,
                "request-1");
    }

    private AuditJournal journal() {
        return event -> {
            if (auditFails) {
                return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
            }
            journal.add(new String(event, StandardCharsets.UTF_8));
            return CompletableFuture.completedFuture((long) journal.size());
        };
    }

    /** Keeps persons and links in memory. */
    private final class Memory implements LinkStore {
        @Override
        public Optional<Person> person(PersonId id) {
            return Optional.ofNullable(persons.get(id));
        }

        @Override
        public Optional<Person> person(NhsNumber nhsNumber) {
            return persons.values().stream()
                    .filter(known -> known.nhsNumber().equals(nhsNumber))
                    .findFirst();
        }

        @Override
        public Person add(Person added) {
            persons.put(added.id(), added);
            return added;
        }

        @Override
        public void restrict(PersonId id, Restriction restriction) {
            persons.computeIfPresent(
                    id, (key, known) -> new Person(key, known.nhsNumber(), restriction));
        }

        @Override
        public List<Link> links(PersonId id) {
            return links.stream().filter(link -> link.person().equals(id)).toList();
        }

        @Override
        public Optional<Link> link(SourceId source, String localId) {
            return links.stream()
                    .filter(l -> l.source().equals(source) && l.localId().equals(localId))
                    .findFirst();
        }

        @Override
        public void put(Link link) {
            links.add(link);
        }

        @Override
        public void remove(PersonId id, SourceId source, String localId) {
            links.removeAll(
                    new ArrayList<>(
                            links.stream()
                                    .filter(l ->
                                            l.person().equals(id)
                                                    && l.source().equals(source)
                                                    && l.localId().equals(localId))
                                    .toList()));
        }
    }
}
