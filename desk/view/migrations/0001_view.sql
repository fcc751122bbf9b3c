-- Times are microseconds since 1970, as in the desk's own database.
CREATE TABLE agents (
    name     TEXT    NOT NULL PRIMARY KEY,
    -- agent, lead
    role     TEXT    NOT NULL,
    -- a PHC string of Argon2id
    password TEXT    NOT NULL,
    made_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    token_sha256 TEXT    NOT NULL PRIMARY KEY,
    agent        TEXT    NOT NULL REFERENCES agents (name) ON DELETE CASCADE,
    began_at     INTEGER NOT NULL,
    seen_at      INTEGER NOT NULL
) STRICT;

-- What was read in reports: plaintext, to be searched and counted. Goes with its report.
CREATE TABLE opened (
    report_id   TEXT    NOT NULL PRIMARY KEY,
    received_at INTEGER NOT NULL,
    -- why it could not be opened, by a code; nothing if it was
    refused     TEXT,
    provider    TEXT    NOT NULL DEFAULT '',
    locale      TEXT    NOT NULL DEFAULT '',
    symptom     TEXT    NOT NULL DEFAULT '',
    app_version TEXT    NOT NULL DEFAULT '',
    os          TEXT    NOT NULL DEFAULT '',
    device      TEXT    NOT NULL DEFAULT '',
    network     TEXT    NOT NULL DEFAULT '',
    -- the first cause; nothing if none was found
    cause       TEXT    NOT NULL DEFAULT '',
    certainty   TEXT    NOT NULL DEFAULT '',
    headline    TEXT    NOT NULL DEFAULT '',
    -- in small letters
    words       TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX opened_by_cause ON opened (cause, received_at);
CREATE INDEX opened_by_time ON opened (received_at);
