package health.sheaf.core.identity;

import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.util.List;
import java.util.Optional;

/**
 * The port behind which persons and links are kept. NHS numbers and local ids are stored encrypted
 * and found by keyed hash; nothing clinical passes here. Implementations are safe for use by many
 * threads, and throw {@link StorageUnavailableException} where they cannot reach what they keep.
 */
public interface LinkStore {

    Optional<Person> person(PersonId id);

    Optional<Person> person(NhsNumber nhsNumber);

    /**
     * Adds a person.
     *
     * @return the person as stored: the one that was there first where another thread or node added
     *     the same NHS number
     */
    Person add(Person person);

    /** Remembers what is known of the S-flag. */
    void restrict(PersonId person, Restriction restriction);

    /** A person's links, by source. */
    List<Link> links(PersonId person);

    Optional<Link> link(SourceId source, String localId);

    /**
     * Adds a link, or confirms one that is there. A link of the same source and local id to another
     * person is replaced.
     */
    void put(Link link);

    /** Takes a link back. */
    void remove(PersonId person, SourceId source, String localId);
}
