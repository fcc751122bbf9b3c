-- A report is received when, and only when, its ticket is here. Times are microseconds since 1970; what is a number in one
-- database is one in the other, so that the same statements serve both.
CREATE TABLE tickets (
    report_id         TEXT   NOT NULL PRIMARY KEY,
    ticket            TEXT   NOT NULL UNIQUE,
    size              BIGINT NOT NULL,
    sha256            TEXT   NOT NULL,
    priority          TEXT   NOT NULL,
    received_at       BIGINT NOT NULL,
    expected_reply_s  BIGINT NOT NULL,
    ticket_key_sha256 TEXT,
    -- open, answered, closed
    state             TEXT   NOT NULL,
    -- 1 and 0: what the person said last when closing
    helped            BIGINT,
    closed_at         BIGINT,
    -- how often it was changed
    changes           BIGINT NOT NULL
);

CREATE INDEX tickets_by_time ON tickets (received_at, report_id);

CREATE TABLE answers (
    report_id TEXT   NOT NULL REFERENCES tickets (report_id) ON DELETE CASCADE,
    -- from 0, in the order in which they were given
    place     BIGINT NOT NULL,
    said_at   BIGINT NOT NULL,
    text      TEXT   NOT NULL,
    PRIMARY KEY (report_id, place)
);
