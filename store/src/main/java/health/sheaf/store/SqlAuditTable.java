package health.sheaf.store;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of audit events, in SQL that both databases speak. */
final class SqlAuditTable {

    private final Envelope envelope;

    SqlAuditTable(KeyRing keys, SecureRandom random) {
        this.envelope = new Envelope(keys, random);
    }

    /** How many events there are, by the largest index: the triggers leave no gap. */
    long size(Connection connection) throws SQLException {
        try (var select =
                        connection.prepareStatement(
                                "SELECT COALESCE(MAX(idx) + 1, 0) FROM audit_event");
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Adds events from an index on; the caller commits. */
    List<Long> insert(Connection connection, long first, List<byte[]> events) throws SQLException {
        var indexes = new ArrayList<Long>(events.size());
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO audit_event (idx, stored, leaf) VALUES (?, ?, ?)")) {
            for (var event : events) {
                long index = first + indexes.size();
                var stored = envelope.seal(place(index), event);
                insert.setLong(1, index);
                insert.setBytes(2, stored);
                insert.setBytes(3, AuditRecord.leafOf(stored));
                insert.addBatch();
                indexes.add(index);
            }
            insert.executeBatch();
        }
        return indexes;
    }

    List<AuditRecord> read(Connection connection, long from, int limit) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT idx, stored, leaf FROM audit_event"
                                + " WHERE idx >= ? ORDER BY idx LIMIT ?")) {
            select.setLong(1, from);
            select.setInt(2, limit);
            try (var rows = select.executeQuery()) {
                var records = new ArrayList<AuditRecord>();
                while (rows.next()) {
                    long expected = from + records.size();
                    if (rows.getLong(1) != expected) {
                        throw new StoreDamagedException("audit event " + expected + " is missing");
                    }
                    records.add(record(expected, rows.getBytes(2), rows.getBytes(3)));
                }
                return records;
            }
        }
    }

    private AuditRecord record(long index, byte[] stored, byte[] leaf) {
        if (!Arrays.equals(leaf, AuditRecord.leafOf(stored))) {
            throw new StoreDamagedException("audit event " + index + " does not match its leaf");
        }
        return new AuditRecord(index, stored, envelope.open(place(index), stored));
    }

    private static Envelope.Place place(long index) {
        return new Envelope.Place("audit_event", "stored", Long.toString(index));
    }
}
