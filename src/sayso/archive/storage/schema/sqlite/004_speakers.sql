-- Speakers across pages: entities, the names they go by, and what the user decided about them.
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  roles TEXT NOT NULL DEFAULT '[]',         -- JSON: what was seen, for joining
  affiliations TEXT NOT NULL DEFAULT '[]',
  by_user INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE entity_name (
  key TEXT NOT NULL,                        -- the name folded
  surname TEXT,
  entity INTEGER NOT NULL REFERENCES entity (id),
  rule TEXT,                                -- JSON of a split: {"role": …, "affiliation": …}; NULL: by name
  PRIMARY KEY (key, entity)
);
CREATE INDEX entity_name_surname ON entity_name (surname);
CREATE INDEX entity_name_entity ON entity_name (entity);
CREATE TABLE decision (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  what TEXT NOT NULL,                       -- merge or split
  detail TEXT NOT NULL                      -- JSON
);
ALTER TABLE appearance ADD COLUMN entity INTEGER REFERENCES entity (id);
ALTER TABLE appearance ADD COLUMN joined TEXT;    -- by what: name, role, affiliation, user
ALTER TABLE statement ADD COLUMN entity INTEGER REFERENCES entity (id);
CREATE INDEX appearance_entity ON appearance (entity);
CREATE INDEX statement_entity ON statement (entity);
