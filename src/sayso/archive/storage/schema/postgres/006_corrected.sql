-- What users corrected, beside the machine's records: one row a change, and none is ever changed by a re-read.
CREATE TABLE correction (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL REFERENCES version (id),
  name TEXT NOT NULL,                       -- the attribution's id when it was corrected: a7
  at TEXT NOT NULL,
  author TEXT NOT NULL,                     -- who corrected it
  note TEXT,
  machine TEXT NOT NULL,                    -- JSON: what the machine had said, found again by its spans
  change TEXT NOT NULL                      -- JSON: what of it is changed
);
CREATE INDEX correction_version ON correction (version);
