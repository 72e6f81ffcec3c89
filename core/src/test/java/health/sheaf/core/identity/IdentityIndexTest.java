package health.sheaf.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.PatientKey;
import health.sheaf.spi.SourceId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class IdentityIndexTest {

    private static final NhsNumber ANNA = new NhsNumber("9990000018");
    private static final NhsNumber BEN = new NhsNumber("9990000026");
    private static final SourceId GP = new SourceId("riverside-gp");
    private static final SourceId PAS = new SourceId("infirmary-pas");
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");

    private final MemoryStore store = new MemoryStore();
    private final IdentityIndex index =
            new IdentityIndex(
                    store, new PersonIds(new SecureRandom()), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void aConfirmedNumberIsOnePersonHoweverOften() {
        assertThat(index.find(ANNA)).isEmpty();

        var anna = index.confirmed(ANNA);

        assertThat(index.confirmed(ANNA)).isEqualTo(anna);
        assertThat(index.find(ANNA)).contains(anna);
        assertThat(index.find(anna.id())).contains(anna);
        assertThat(index.confirmed(BEN).id()).isNotEqualTo(anna.id());
        // Whether she is restricted nobody has said yet.
        assertThat(anna.restriction()).isEqualTo(Restriction.UNKNOWN);
    }

    @Test
    void whoeverAnotherNodeAddedMeanwhileIsThePerson() {
        var theirs = new Person(new PersonId("c".repeat(26)), ANNA, Restriction.NONE);
        store.addsFirst = theirs;

        assertThat(index.confirmed(ANNA)).isEqualTo(theirs);
    }

    @Test
    void aSourceIsAskedByItsOwnKeyWhereThatIsKnown() {
        var anna = index.confirmed(ANNA);
        assertThat(key(anna, GP)).isEqualTo(new PatientKey.National(ANNA));

        index.learn(anna, index.links(anna), GP, "17");

        assertThat(key(anna, GP)).isEqualTo(new PatientKey.Local("17", ANNA));
        assertThat(key(anna, PAS)).isEqualTo(new PatientKey.National(ANNA));
        assertThat(index.links(anna))
                .containsExactly(
                        new Link(
                                anna.id(),
                                GP,
                                "17",
                                Link.Method.NHS_NUMBER,
                                1.0,
                                "the source's patient carries the verified NHS number",
                                NOW));
    }

    @Test
    void whatIsKnownIsNotWrittenAgain() {
        var anna = index.confirmed(ANNA);
        index.learn(anna, index.links(anna), GP, "17");
        index.learn(anna, index.links(anna), GP, "17");
        assertThat(store.writes).isEqualTo(1);

        index.learn(anna, index.links(anna), GP, "18");
        assertThat(store.writes).isEqualTo(2);
    }

    @Test
    void aLocalIdThatTheSourceNoLongerKnowsIsForgotten() {
        var anna = index.confirmed(ANNA);
        var ben = index.confirmed(BEN);
        index.learn(anna, index.links(anna), GP, "17");
        index.learn(anna, index.links(anna), PAS, "RR8-1");
        index.learn(ben, index.links(ben), GP, "18");

        index.forget(anna, GP);

        assertThat(key(anna, GP)).isEqualTo(new PatientKey.National(ANNA));
        assertThat(key(anna, PAS)).isEqualTo(new PatientKey.Local("RR8-1", ANNA));
        assertThat(key(ben, GP)).isEqualTo(new PatientKey.Local("18", BEN));
    }

    @Test
    void theRestrictionIsRememberedWhenItChanges() {
        var anna = index.confirmed(ANNA);

        var restricted = index.restriction(anna, Restriction.RESTRICTED);

        assertThat(restricted.restriction()).isEqualTo(Restriction.RESTRICTED);
        assertThat(index.find(ANNA)).contains(restricted);
        int writes = store.restrictions;
        assertThat(index.restriction(restricted, Restriction.RESTRICTED)).isEqualTo(restricted);
        assertThat(store.restrictions).isEqualTo(writes);
    }

    @Test
    void noTextOfAPersonOrLinkShowsWhoItIs() {
        var anna = index.confirmed(ANNA);
        index.learn(anna, index.links(anna), PAS, "RR8-4711");

        assertThat(anna.toString()).doesNotContain(ANNA.value());
        assertThat(index.links(anna).toString()).doesNotContain("4711");
        assertThat(key(anna, PAS).toString()).doesNotContain("4711");
    }

    private PatientKey key(Person person, SourceId source) {
        return IdentityIndex.keyFor(person, index.links(person), source);
    }

    /** A store in memory that counts what is written. */
    private static final class MemoryStore implements LinkStore {

        private final Map<PersonId, Person> persons = new HashMap<>();
        private final List<Link> links = new ArrayList<>();
        private @Nullable Person addsFirst;
        private int writes;
        private int restrictions;

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
        public Person add(Person person) {
            var stored = addsFirst == null ? person : addsFirst;
            persons.put(stored.id(), stored);
            return stored;
        }

        @Override
        public void restrict(PersonId id, Restriction restriction) {
            restrictions++;
            persons.computeIfPresent(
                    id, (key, person) -> new Person(key, person.nhsNumber(), restriction));
        }

        @Override
        public List<Link> links(PersonId person) {
            return links.stream()
                    .filter(link -> link.person().equals(person))
                    .sorted(Comparator.comparing(Link::source))
                    .toList();
        }

        @Override
        public Optional<Link> link(SourceId source, String localId) {
            return links.stream()
                    .filter(link -> link.source().equals(source) && link.localId().equals(localId))
                    .findFirst();
        }

        @Override
        public void put(Link link) {
            writes++;
            link(link.source(), link.localId()).ifPresent(links::remove);
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
}
