-- A page can return to an earlier content, so a content hash is no longer unique. Covering indexes for counts.
DROP VIEW statement_text;
CREATE TABLE version_new (
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
  UNIQUE (page, number)
);
INSERT INTO version_new (id, page, number, latest, content_hash, text_hash, outlet, published, headline, model, added, text, body)
  SELECT id, page, number, latest, content_hash, text_hash, outlet, published, headline, model, added, text, body FROM version;
DROP TABLE version;
ALTER TABLE version_new RENAME TO version;
CREATE VIEW statement_text AS
  SELECT s.id AS id, substr(v.text, s.first + 1, s.last - s.first) AS words
  FROM statement s JOIN version v ON v.id = s.version WHERE v.text IS NOT NULL;
CREATE INDEX version_outlet ON version (outlet, published);
CREATE INDEX version_published ON version (published);
DROP INDEX statement_appearance;
DROP INDEX statement_version;
CREATE INDEX statement_version ON statement (version, latest, repeated, kind, form, act, relayed, words);
DROP INDEX statement_entity;
CREATE INDEX statement_entity ON statement (entity, latest, repeated, version);
-- Signatures have 48 minima (before: 72). refill() rebuilds the bands in another format.
UPDATE statement SET signature = substr(signature, 1, 96) WHERE signature IS NOT NULL;
DROP TABLE statement_bands;
CREATE VIRTUAL TABLE statement_bands USING fts5 (
  bands, content='', tokenize='ascii', detail='none', columnsize=0
);
INSERT INTO statement_search (statement_search, rank) VALUES ('automerge', 8);
INSERT INTO statement_search (statement_search, rank) VALUES ('hashsize', 16777216);
