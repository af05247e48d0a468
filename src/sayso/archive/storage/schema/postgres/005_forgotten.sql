-- What was forgotten on request: only hashes, so that it does not come back.
CREATE TABLE tombstone (
  id BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  what TEXT NOT NULL,                       -- url or speaker
  hash BYTEA NOT NULL UNIQUE,
  reason TEXT,
  pages INTEGER NOT NULL,
  statements INTEGER NOT NULL
);
