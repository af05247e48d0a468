-- Corrections of users, one row for each change. A re-read of the page does not change them.
CREATE TABLE correction (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL REFERENCES version (id),
  name TEXT NOT NULL,                       -- the id of the attribution at that time: a7
  at TEXT NOT NULL,
  author TEXT NOT NULL,                     -- the user
  note TEXT,
  machine TEXT NOT NULL,                    -- JSON: the reading of the model, to match it after a re-read
  change TEXT NOT NULL                      -- JSON: the changed fields
);
CREATE INDEX correction_version ON correction (version);
