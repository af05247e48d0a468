-- Tombstones: hashes of forgotten pages and speakers, which block them.
CREATE TABLE tombstone (
  id BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  what TEXT NOT NULL,                       -- url or speaker
  hash BYTEA NOT NULL UNIQUE,
  reason TEXT,
  pages INTEGER NOT NULL,
  statements INTEGER NOT NULL
);
