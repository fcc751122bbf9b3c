-- Seen by support, and by which agent.
ALTER TABLE tickets ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE tickets ADD COLUMN acknowledged_by TEXT;

-- What was done to a ticket, by whom. Never what was written.
CREATE TABLE ticket_events (
    report_id   TEXT   NOT NULL REFERENCES tickets (report_id) ON DELETE CASCADE,
    -- from 0, in the order in which it happened
    place       BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    -- agent, person, command
    author      TEXT   NOT NULL,
    -- the agent's name
    name        TEXT,
    -- acknowledged, expected, answered, closed, reopened
    what        TEXT   NOT NULL,
    -- until when an answer is expected; 1 and 0 for whether it helped
    detail      BIGINT,
    PRIMARY KEY (report_id, place)
);

-- What support announces to all, as JSON.
CREATE TABLE announcements (
    id         TEXT   NOT NULL PRIMARY KEY,
    changed_at BIGINT NOT NULL,
    content    TEXT   NOT NULL
);

-- What apps are served, whole: one row of each name.
CREATE TABLE documents (
    name         TEXT   NOT NULL PRIMARY KEY,
    content_type TEXT   NOT NULL,
    body         TEXT   NOT NULL,
    changed_at   BIGINT NOT NULL,
    changes      BIGINT NOT NULL
);
INSERT INTO documents (name, content_type, body, changed_at, changes) VALUES ('announcements', '', '', 0, 0);
