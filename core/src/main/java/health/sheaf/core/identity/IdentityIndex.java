package health.sheaf.core.identity;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.SourceId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which sources know a person, under which local ids. Exact for now: a verified NHS number, and the
 * links learned from answers that carried it.
 */
public final class IdentityIndex {

    private final LinkStore store;
    private final Supplier<PersonId> newIds;
    private final Clock clock;

    /**
     * @param newIds makes fresh random ids
     */
    public IdentityIndex(LinkStore store, Supplier<PersonId> newIds, Clock clock) {
        this.store = store;
        this.newIds = newIds;
        this.clock = clock;
    }

    public Optional<Person> find(PersonId id) {
        return store.person(id);
    }

    public Optional<Person> find(NhsNumber nhsNumber) {
        return store.person(nhsNumber);
    }

    /** The person of a number that a source has just confirmed; makes one where there is none. */
    public Person confirmed(NhsNumber nhsNumber) {
        return store.person(nhsNumber)
                .orElseGet(
                        () -> store.add(new Person(newIds.get(), nhsNumber, Restriction.UNKNOWN)));
    }

    /** A person's links, by source. */
    public List<Link> links(Person person) {
        return store.links(person.id());
    }

    /**
     * Under which key a source is asked: its own, where a link is known; else the NHS number.
     *
     * @param links the person's, read once for a whole question
     */
    public static PatientKey keyFor(Person person, List<Link> links, SourceId source) {
        return links.stream()
                .filter(link -> link.source().equals(source))
                .findFirst()
                .<PatientKey>map(link -> new PatientKey.Local(link.localId(), person.nhsNumber()))
                .orElseGet(() -> new PatientKey.National(person.nhsNumber()));
    }

    /**
     * Learns from an answer that passed the guard: the source's patient carries the person's NHS
     * number.
     *
     * @param known the person's links as they were read
     * @param localId the id of that patient at the source
     */
    public void learn(Person person, List<Link> known, SourceId source, String localId) {
        var linked =
                known.stream()
                        .anyMatch(link ->
                                link.source().equals(source) && link.localId().equals(localId));
        if (!linked) {
            store.put(
                    new Link(
                            person.id(),
                            source,
                            localId,
                            Link.Method.NHS_NUMBER,
                            1.0,
                            "the source's patient carries the verified NHS number",
                            clock.instant()));
        }
    }

    /** Forgets what a source called a person, after it no longer knew the local id. */
    public void forget(Person person, SourceId source) {
        store.links(person.id()).stream()
                .filter(link -> link.source().equals(source))
                .forEach(link -> store.remove(person.id(), source, link.localId()));
    }

    /** Remembers what an answer said of the S-flag. */
    public Person restriction(Person person, Restriction restriction) {
        if (person.restriction() == restriction) {
            return person;
        }
        store.restrict(person.id(), restriction);
        return new Person(person.id(), person.nhsNumber(), restriction);
    }
}
