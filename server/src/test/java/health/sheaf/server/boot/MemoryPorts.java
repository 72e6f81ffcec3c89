package health.sheaf.server.boot;

import health.sheaf.core.audit.AuditJournal;
import health.sheaf.core.identity.Link;
import health.sheaf.core.identity.LinkStore;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Links and audit events in memory. */
public final class MemoryPorts implements LinkStore {

    private final Map<PersonId, Person> persons = new ConcurrentHashMap<>();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    public Ports ports() {
        AuditJournal journal = this::append;
        return new Ports(this, journal, journal, purpose -> key(purpose), () -> true, List.of());
    }

    private static byte[] key(String purpose) {
        var key = new byte[32];
        var bytes = purpose.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, key, 0, Math.min(32, bytes.length));
        return key;
    }

    /** The audit events so far, as JSON. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** From now on nothing can be written down, or it can again. */
    public void breakAudit(boolean now) {
        broken = now;
    }

    private CompletableFuture<Long> append(byte[] event) {
        if (broken) {
            return CompletableFuture.failedFuture(new IOException("the disk is full"));
        }
        events.add(new String(event, StandardCharsets.UTF_8));
        return CompletableFuture.completedFuture((long) events.size());
    }

    @Override
    public Optional<Person> person(PersonId id) {
        return Optional.ofNullable(persons.get(id));
    }

    @Override
    public Optional<Person> person(NhsNumber nhsNumber) {
        return persons.values().stream()
                .filter(person -> person.nhsNumber().equals(nhsNumber))
                .findFirst();
    }

    @Override
    public synchronized Person add(Person person) {
        var known = person(person.nhsNumber());
        if (known.isPresent()) {
            return known.get();
        }
        persons.put(person.id(), person);
        return person;
    }

    @Override
    public void restrict(PersonId person, Restriction restriction) {
        persons.computeIfPresent(
                person, (id, known) -> new Person(id, known.nhsNumber(), restriction));
    }

    @Override
    public List<Link> links(PersonId person) {
        return links.stream().filter(link -> link.person().equals(person)).toList();
    }

    @Override
    public Optional<Link> link(SourceId source, String localId) {
        return links.stream()
                .filter(link -> link.source().equals(source) && link.localId().equals(localId))
                .findFirst();
    }

    @Override
    public void put(Link link) {
        links.add(link);
    }

    @Override
    public void remove(PersonId person, SourceId source, String localId) {
        links.removeIf(link ->
                link.person().equals(person)
                        && link.source().equals(source)
                        && link.localId().equals(localId));
    }
}
