package health.sheaf.store;

import health.sheaf.core.identity.Link;
import health.sheaf.core.identity.LinkStore;
import health.sheaf.core.identity.Person;
import health.sheaf.core.identity.PersonId;
import health.sheaf.core.identity.Restriction;
import health.sheaf.spi.InvalidValueException;
import health.sheaf.spi.NhsNumber;
import health.sheaf.spi.SourceId;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Persons and links in SQL that both databases speak. In the clear stand only opaque person ids,
 * source ids and keyed hashes; all else is in one envelope a row, bound to that row.
 */
final class SqlLinkStore implements LinkStore {

    private static final int MAX_LOCAL_ID = 4096;

    private final Database database;
    private final Envelope envelope;
    private final BlindIndex index;

    SqlLinkStore(Database database, KeyRing keys, SecureRandom random) {
        this.database = database;
        this.envelope = new Envelope(keys, random);
        this.index = new BlindIndex(keys);
    }

    @Override
    public Optional<Person> person(PersonId id) {
        return database.read(connection -> byId(connection, id));
    }

    @Override
    public Optional<Person> person(NhsNumber nhsNumber) {
        return database.read(connection -> byNumber(connection, nhsNumber));
    }

    @Override
    public Person add(Person person) {
        var sealed = envelope.seal(place(person.id()), SealedRows.write(person));
        var number = index.of(person.nhsNumber());
        return database.write(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO person (id, nhs_index, sealed) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (nhs_index) DO NOTHING")) {
                insert.setString(1, person.id().value());
                insert.setBytes(2, number);
                insert.setBytes(3, sealed);
                insert.executeUpdate();
            }
            return byNumber(connection, person.nhsNumber())
                    .orElseThrow(() -> new SQLException("a person that was added is not there"));
        });
    }

    @Override
    public void restrict(PersonId id, Restriction restriction) {
        boolean known =
                database.write(connection -> {
                    var person = byId(connection, id);
                    if (person.isEmpty()) {
                        return false;
                    }
                    var changed = new Person(id, person.get().nhsNumber(), restriction);
                    try (var update =
                            connection.prepareStatement(
                                    "UPDATE person SET sealed = ? WHERE id = ?")) {
                        update.setBytes(1, envelope.seal(place(id), SealedRows.write(changed)));
                        update.setString(2, id.value());
                        update.executeUpdate();
                    }
                    return true;
                });
        if (!known) {
            throw new InvalidValueException("no such person");
        }
    }

    @Override
    public List<Link> links(PersonId person) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "SELECT source, local_index, person, sealed FROM link"
                                    + " WHERE person = ? ORDER BY source, local_index")) {
                select.setString(1, person.value());
                try (var rows = select.executeQuery()) {
                    var links = new ArrayList<Link>();
                    while (rows.next()) {
                        links.add(link(rows));
                    }
                    return links;
                }
            }
        });
    }

    @Override
    public Optional<Link> link(SourceId source, String localId) {
        var key = index.of(source, localId);
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "SELECT source, local_index, person, sealed FROM link"
                                    + " WHERE source = ? AND local_index = ?")) {
                select.setString(1, source.value());
                select.setBytes(2, key);
                try (var rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(link(rows)) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void put(Link link) {
        if (link.localId().isEmpty() || link.localId().length() > MAX_LOCAL_ID) {
            throw new InvalidValueException("a local id has 1 to 4,096 characters");
        }
        var key = index.of(link.source(), link.localId());
        var sealed =
                envelope.seal(place(link.source(), key, link.person()), SealedRows.write(link));
        database.write(connection -> {
            try (var upsert =
                    connection.prepareStatement(
                            "INSERT INTO link (source, local_index, person, sealed)"
                                    + " VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (source, local_index) DO UPDATE"
                                    + " SET person = excluded.person,"
                                    + " sealed = excluded.sealed")) {
                upsert.setString(1, link.source().value());
                upsert.setBytes(2, key);
                upsert.setString(3, link.person().value());
                upsert.setBytes(4, sealed);
                return upsert.executeUpdate();
            }
        });
    }

    @Override
    public void remove(PersonId person, SourceId source, String localId) {
        var key = index.of(source, localId);
        database.write(connection -> {
            try (var delete =
                    connection.prepareStatement(
                            "DELETE FROM link WHERE source = ? AND local_index = ?"
                                    + " AND person = ?")) {
                delete.setString(1, source.value());
                delete.setBytes(2, key);
                delete.setString(3, person.value());
                return delete.executeUpdate();
            }
        });
    }

    private Optional<Person> byId(Connection connection, PersonId id) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT id, nhs_index, sealed FROM person WHERE id = ?")) {
            select.setString(1, id.value());
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(person(rows)) : Optional.empty();
            }
        }
    }

    private Optional<Person> byNumber(Connection connection, NhsNumber nhsNumber)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT id, nhs_index, sealed FROM person WHERE nhs_index = ?")) {
            select.setBytes(1, index.of(nhsNumber));
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(person(rows)) : Optional.empty();
            }
        }
    }

    private Person person(ResultSet row) throws SQLException {
        var id = new PersonId(row.getString(1));
        var person = SealedRows.person(id, envelope.open(place(id), row.getBytes(3)));
        // The look-up hash lies outside the envelope: whoever moved it would move the person.
        if (!Arrays.equals(index.of(person.nhsNumber()), row.getBytes(2))) {
            throw new StoreDamagedException("person.nhs_index was changed");
        }
        return person;
    }

    private Link link(ResultSet row) throws SQLException {
        var source = new SourceId(row.getString(1));
        var key = row.getBytes(2);
        var person = new PersonId(row.getString(3));
        var content = envelope.open(place(source, key, person), row.getBytes(4));
        return SealedRows.link(person, source, content);
    }

    private static Envelope.Place place(PersonId id) {
        return new Envelope.Place("person", "sealed", id.value());
    }

    private static Envelope.Place place(SourceId source, byte[] key, PersonId person) {
        return new Envelope.Place(
                "link",
                "sealed",
                source.value() + "|" + HexFormat.of().formatHex(key) + "|" + person.value());
    }
}
