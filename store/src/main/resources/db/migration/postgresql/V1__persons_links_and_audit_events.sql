-- Opaque ids, source ids and keyed hashes in the clear; all else in one envelope a row.
CREATE TABLE person (
    id        TEXT COLLATE "C" PRIMARY KEY,
    nhs_index BYTEA NOT NULL UNIQUE CHECK (length(nhs_index) = 32),
    sealed    BYTEA NOT NULL
);

CREATE TABLE link (
    source      TEXT COLLATE "C" NOT NULL,
    local_index BYTEA NOT NULL CHECK (length(local_index) = 32),
    person      TEXT COLLATE "C" NOT NULL REFERENCES person (id),
    sealed      BYTEA NOT NULL,
    PRIMARY KEY (source, local_index)
);

CREATE INDEX link_person ON link (person);

-- Append-only, with an index that has no gap: the triggers see to both.
CREATE TABLE audit_event (
    idx    BIGINT PRIMARY KEY,
    stored BYTEA NOT NULL,
    leaf   BYTEA NOT NULL CHECK (length(leaf) = 32)
);

CREATE FUNCTION audit_event_is_dense() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.idx <> (SELECT COALESCE(MAX(idx) + 1, 0) FROM audit_event) THEN
        RAISE EXCEPTION 'audit events have an index without a gap';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed and never deleted';
END $$;

CREATE TRIGGER audit_event_is_dense BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_is_dense();
CREATE TRIGGER audit_event_stays_as_it_is BEFORE UPDATE OR DELETE ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_stays();
CREATE TRIGGER audit_event_is_not_emptied BEFORE TRUNCATE ON audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION audit_event_stays();
