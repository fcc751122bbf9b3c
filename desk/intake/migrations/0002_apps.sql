-- Apps that may send reports, and what each may send. Where there was never one, everybody may.
CREATE TABLE apps (
    name                TEXT   NOT NULL PRIMARY KEY,
    -- as large as the intake takes where there is nothing
    max_report_bytes    BIGINT,
    -- as many as come
    max_reports_per_day BIGINT,
    max_bytes_per_day   BIGINT
);

-- An app has several while one takes the place of another.
CREATE TABLE app_keys (
    -- the beginning of the sum, to name a key by
    id         TEXT   NOT NULL PRIMARY KEY,
    app        TEXT   NOT NULL REFERENCES apps (name),
    key_sha256 TEXT   NOT NULL UNIQUE,
    made_at    BIGINT NOT NULL,
    revoked_at BIGINT
);

-- What an app has sent on a day (days since 1970, UTC).
CREATE TABLE app_usage (
    app     TEXT   NOT NULL REFERENCES apps (name),
    day     BIGINT NOT NULL,
    reports BIGINT NOT NULL,
    bytes   BIGINT NOT NULL,
    PRIMARY KEY (app, day)
);

ALTER TABLE tickets ADD COLUMN app TEXT;
