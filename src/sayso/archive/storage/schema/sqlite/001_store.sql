-- Pages, their versions with the text, and the speakers and statements of each record as rows.
-- version.body is the record as JSON without its text; every span in it is an offset into version.text.
CREATE TABLE page (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,           -- the normal form of the URL, or the hash of a page without one
  url TEXT,
  added TEXT NOT NULL
);
CREATE TABLE version (
  id INTEGER PRIMARY KEY,
  page INTEGER NOT NULL REFERENCES page (id),
  number INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  content_hash BLOB NOT NULL,         -- of text and headline as added, to detect duplicates
  text_hash BLOB NOT NULL,            -- of version.text, which redaction can change
  outlet TEXT,
  published TEXT,
  headline TEXT,
  model TEXT NOT NULL,
  added TEXT NOT NULL,
  text TEXT,                          -- NULL if it was dropped
  body BLOB NOT NULL,
  UNIQUE (page, content_hash)
);
CREATE TABLE appearance (             -- a speaker of one version
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL REFERENCES version (id),
  name TEXT NOT NULL,                 -- the id in the record: s3
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  role TEXT,
  affiliation TEXT
);
CREATE INDEX appearance_version ON appearance (version);
CREATE TABLE statement (              -- an attribution of one version
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL REFERENCES version (id),
  name TEXT NOT NULL,                 -- the id in the record: a7
  appearance INTEGER REFERENCES appearance (id),
  kind TEXT NOT NULL,
  form TEXT NOT NULL,
  act TEXT NOT NULL,
  relayed INTEGER NOT NULL,
  repeated INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  words INTEGER NOT NULL,             -- of the content
  first INTEGER NOT NULL,             -- the sentence around it: [first, last) in version.text
  last INTEGER NOT NULL,
  content TEXT NOT NULL               -- its spans as JSON
);
CREATE INDEX statement_version ON statement (version);
CREATE INDEX statement_appearance ON statement (appearance);
CREATE TABLE failure (                -- pages that could not be read
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  error TEXT NOT NULL,
  file TEXT,
  place TEXT,
  what TEXT NOT NULL,
  mend TEXT NOT NULL
);
