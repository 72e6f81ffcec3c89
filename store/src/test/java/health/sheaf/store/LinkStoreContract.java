package health.sheaf.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.sheaf.core.identity.Link;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonIds;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of persons and links must do. */
abstract class LinkStoreContract {

    private static final NhsNumber ANNA = new NhsNumber("9990000018");
    private static final NhsNumber BEN = new NhsNumber("9990000026");
    private static final SourceId GP = new SourceId("riverside-gp");
    private static final SourceId PAS = new SourceId("infirmary-pas");
    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30.123456789Z");

    private final PersonIds newIds = new PersonIds(TestKeys.RANDOM);

    @TempDir Path root;
    private StoreUnderTest database;
    private Store store;

    abstract StoreUnderTest database(Path root);

    @BeforeEach
    void openIt() {
        database = database(root);
        store = database.open();
    }

    @AfterEach
    void closeIt() {
        store.close();
        database.close();
    }

    @Test
    void aPersonComesBackByIdAndByNumber() {
        var anna = add(ANNA);

        assertThat(store.links().person(anna.id())).contains(anna);
        assertThat(store.links().person(ANNA)).contains(anna);
        assertThat(store.links().person(BEN)).isEmpty();
        assertThat(store.links().person(newIds.get())).isEmpty();
    }

    @Test
    void whoeverAddsANumberSecondGetsThePersonWhoWasThereFirst() {
        var first = add(ANNA);
        var second = add(ANNA);

        assertThat(second).isEqualTo(first);
    }

    @Test
    void threadsThatAddTheSameNumberAtOnceGetOnePerson() throws Exception {
        var start = new CountDownLatch(1);
        var tasks = new ArrayList<Callable<Person>>();
        for (int i = 0; i < 32; i++) {
            tasks.add(() -> {
                start.await();
                return add(ANNA);
            });
        }
        var persons = new HashSet<Person>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pending = tasks.stream().map(threads::submit).toList();
            start.countDown();
            for (var future : pending) {
                persons.add(future.get());
            }
        }

        assertThat(persons).hasSize(1);
        assertThat(store.links().person(ANNA)).contains(persons.iterator().next());
    }

    @Test
    void whatIsKnownOfTheRestrictionIsRemembered() {
        var anna = add(ANNA);

        store.links().restrict(anna.id(), Restriction.RESTRICTED);

        assertThat(store.links().person(ANNA))
                .contains(new Person(anna.id(), ANNA, Restriction.RESTRICTED));
        assertThatThrownBy(() -> store.links().restrict(newIds.get(), Restriction.NONE))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void linksComeBackInTheOrderOfTheSources() {
        var anna = add(ANNA);
        var atGp = link(anna, GP, "7c0f2b1e");
        var atPas = link(anna, PAS, "RR8-0001234");
        store.links().put(atGp);
        store.links().put(atPas);

        assertThat(store.links().links(anna.id())).containsExactly(atPas, atGp);
        assertThat(store.links().link(GP, "7c0f2b1e")).contains(atGp);
        assertThat(store.links().link(PAS, "7c0f2b1e")).isEmpty();
        assertThat(store.links().links(add(BEN).id())).isEmpty();
    }

    @Test
    void aLinkThatIsConfirmedIsStillOneLink() {
        var anna = add(ANNA);
        store.links().put(link(anna, GP, "1"));
        var later =
                new Link(anna.id(), GP, "1", Link.Method.MANUAL, 0.5, "seen", NOW.plusSeconds(1));

        store.links().put(later);

        assertThat(store.links().links(anna.id())).containsExactly(later);
    }

    @Test
    void aLocalIdBelongsToOnePersonTheLastWhoWasLinked() {
        var anna = add(ANNA);
        var ben = add(BEN);
        store.links().put(link(anna, GP, "1"));

        store.links().put(link(ben, GP, "1"));

        assertThat(store.links().links(anna.id())).isEmpty();
        assertThat(store.links().link(GP, "1")).map(Link::person).contains(ben.id());
    }

    @Test
    void aLinkIsTakenBackFromItsOwnPersonOnly() {
        var anna = add(ANNA);
        var ben = add(BEN);
        store.links().put(link(anna, GP, "1"));

        store.links().remove(ben.id(), GP, "1");
        assertThat(store.links().links(anna.id())).hasSize(1);

        store.links().remove(anna.id(), GP, "1");
        assertThat(store.links().links(anna.id())).isEmpty();
    }

    @Test
    void aLinkNeedsItsPerson() {
        var nobody = new Person(newIds.get(), ANNA, Restriction.UNKNOWN);

        assertThatThrownBy(() -> store.links().put(link(nobody, GP, "1")))
                .isInstanceOf(StoreUnavailableException.class);
        // What one asked for wrongly does not stop the next.
        assertThat(add(ANNA)).isNotNull();
    }

    @Test
    void anyTextCanBeALocalId() {
        var anna = add(ANNA);
        for (var odd : List.of("\ud800", "?", "\0", "' OR 1=1 --", "Ä|ö", "x".repeat(4096))) {
            store.links().put(link(anna, GP, odd));
            assertThat(store.links().link(GP, odd)).map(Link::localId).contains(odd);
        }
        assertThat(store.links().links(anna.id())).hasSize(6);
        assertThatThrownBy(() -> store.links().put(link(anna, GP, "x".repeat(4097))))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> store.links().put(link(anna, GP, "")))
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void everythingIsThereAfterARestart() {
        var anna = add(ANNA);
        var link = link(anna, GP, "1");
        store.links().put(link);
        store.close();

        store = database.open();

        assertThat(store.links().person(ANNA)).contains(anna);
        assertThat(store.links().links(anna.id())).containsExactly(link);
    }

    @Test
    void aNewDataKeyEncryptsAndTheOldOneStillOpens() {
        var anna = add(ANNA);
        store.close();
        store = database.open(database.keys().withNewDataKey(TestKeys.RANDOM));

        var ben = add(BEN);

        assertThat(store.links().person(ANNA)).contains(anna);
        assertThat(store.links().person(BEN)).contains(ben);
    }

    @Test
    void nothingThatIdentifiesAPatientCanBeReadOnTheDisk() throws Exception {
        var anna = add(ANNA);
        store.links().restrict(anna.id(), Restriction.RESTRICTED);
        store.links()
                .put(
                        new Link(
                                anna.id(),
                                PAS,
                                "HOSPITAL-4711",
                                Link.Method.MANUAL,
                                1,
                                "canary-evidence",
                                NOW));
        store.links().remove(anna.id(), PAS, "HOSPITAL-4711");
        store.links().put(link(anna, PAS, "HOSPITAL-4712"));
        store.close();

        var disk = database.disk();

        // The search itself can find something: the opaque id stands there in the clear.
        assertThat(Grep.found(disk, Grep.encodings(anna.id().value()).getFirst())).isTrue();
        for (var secret :
                List.of(
                        ANNA.value(),
                        "999 000 0018",
                        "HOSPITAL-4711",
                        "HOSPITAL-4712",
                        "canary-evidence",
                        "RESTRICTED")) {
            for (var encoding : Grep.encodings(secret)) {
                assertThat(Grep.found(disk, encoding)).as(secret).isFalse();
            }
            for (var hash : Grep.unkeyedHashes(secret)) {
                assertThat(Grep.found(disk, hash)).as("hash of " + secret).isFalse();
            }
        }
        store = database.open();
    }

    @Test
    void aPersonWhoseRowWasSwappedWithAnotherIsNotShown() {
        var anna = add(ANNA);
        var ben = add(BEN);
        database.execute(
                "UPDATE person SET sealed = (SELECT sealed FROM person WHERE id = '%s') WHERE id = '%s'"
                        .formatted(ben.id(), anna.id()));

        assertThatThrownBy(() -> store.links().person(anna.id()))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("person.sealed");
        assertThat(store.links().person(BEN)).contains(ben);
    }

    @Test
    void aPersonWhoseLookUpHashWasChangedIsNotShown() {
        var anna = add(ANNA);
        var ben = add(BEN);
        database.execute(
                "CREATE TABLE kept AS SELECT nhs_index FROM person WHERE id = '" + anna.id() + "'",
                "DELETE FROM person WHERE id = '" + anna.id() + "'",
                "UPDATE person SET nhs_index = (SELECT nhs_index FROM kept) WHERE id = '"
                        + ben.id()
                        + "'");

        assertThatThrownBy(() -> store.links().person(ANNA))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("nhs_index");
    }

    @Test
    void aLinkThatWasMovedToAnotherPersonIsNotFollowed() {
        var anna = add(ANNA);
        var ben = add(BEN);
        store.links().put(link(anna, GP, "1"));
        database.execute("UPDATE link SET person = '" + ben.id() + "'");

        assertThatThrownBy(() -> store.links().links(ben.id()))
                .isInstanceOf(StoreDamagedException.class)
                .hasMessageContaining("link.sealed");
        assertThatThrownBy(() -> store.links().link(GP, "1"))
                .isInstanceOf(StoreDamagedException.class);
    }

    @Test
    void aLinkOfAnotherSourceIsNotFollowed() {
        var anna = add(ANNA);
        store.links().put(link(anna, GP, "1"));
        database.execute("UPDATE link SET source = 'infirmary-pas'");

        assertThatThrownBy(() -> store.links().links(anna.id()))
                .isInstanceOf(StoreDamagedException.class);
    }

    private Person add(NhsNumber number) {
        return store.links().add(new Person(newIds.get(), number, Restriction.UNKNOWN));
    }

    private static Link link(Person person, SourceId source, String localId) {
        return new Link(
                person.id(),
                source,
                localId,
                Link.Method.NHS_NUMBER,
                1.0,
                "carries the number",
                NOW);
    }
}
