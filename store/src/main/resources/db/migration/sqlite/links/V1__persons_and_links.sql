-- Opaque ids, source ids and keyed hashes in the clear; all else in one envelope a row.
CREATE TABLE person (
    id        TEXT PRIMARY KEY,
    nhs_index BLOB NOT NULL UNIQUE CHECK (length(nhs_index) = 32),
    sealed    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link (
    source      TEXT NOT NULL,
    local_index BLOB NOT NULL CHECK (length(local_index) = 32),
    person      TEXT NOT NULL REFERENCES person (id),
    sealed      BLOB NOT NULL,
    PRIMARY KEY (source, local_index)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_person ON link (person);
