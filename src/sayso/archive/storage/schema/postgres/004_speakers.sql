-- Speakers across pages: entities, their names, and the merges and splits of the user.
CREATE TABLE entity (
  id BIGINT PRIMARY KEY,
  label TEXT NOT NULL,
  kind TEXT NOT NULL,
  roles TEXT NOT NULL DEFAULT '[]',         -- JSON list, to match other appearances
  affiliations TEXT NOT NULL DEFAULT '[]',
  by_user INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE entity_name (
  key TEXT NOT NULL,                        -- the folded name
  surname TEXT,
  entity BIGINT NOT NULL REFERENCES entity (id),
  rule TEXT,                                -- JSON condition of a split: {"role": …, "affiliation": …}; NULL: none
  PRIMARY KEY (key, entity)
);
CREATE INDEX entity_name_surname ON entity_name (surname);
CREATE INDEX entity_name_entity ON entity_name (entity);
CREATE TABLE decision (
  id BIGINT PRIMARY KEY,
  at TEXT NOT NULL,
  what TEXT NOT NULL,                       -- merge or split
  detail TEXT NOT NULL                      -- JSON
);
ALTER TABLE appearance ADD COLUMN entity BIGINT REFERENCES entity (id);
ALTER TABLE appearance ADD COLUMN joined TEXT;    -- the reason for the match
ALTER TABLE statement ADD COLUMN entity BIGINT REFERENCES entity (id);
CREATE INDEX appearance_entity ON appearance (entity);
CREATE INDEX statement_entity ON statement (entity);
