-- Append-only, with an index that has no gap: the triggers see to both.
CREATE TABLE audit_event (
    idx    INTEGER PRIMARY KEY,
    stored BLOB NOT NULL,
    leaf   BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

CREATE TRIGGER audit_event_is_dense BEFORE INSERT ON audit_event
WHEN NEW.idx <> (SELECT COALESCE(MAX(idx) + 1, 0) FROM audit_event)
BEGIN
    SELECT RAISE(ABORT, 'audit events have an index without a gap');
END;

CREATE TRIGGER audit_event_stays_as_it_is BEFORE UPDATE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit events are never changed');
END;

CREATE TRIGGER audit_event_stays BEFORE DELETE ON audit_event
BEGIN
    SELECT RAISE(ABORT, 'audit events are never deleted');
END;
