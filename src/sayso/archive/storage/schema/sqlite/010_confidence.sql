-- Whether a statement was made (actual, negated, hypothetical), and how sure its words and its speaker are. Counts take
-- the actual ones, so the indexes that answer them by themselves hold it too.
ALTER TABLE statement ADD COLUMN determinacy TEXT NOT NULL DEFAULT 'actual';
ALTER TABLE statement ADD COLUMN confidence REAL;
ALTER TABLE statement ADD COLUMN speaker_confidence REAL;  -- NULL where it is not known
DROP INDEX statement_version;
CREATE INDEX statement_version ON statement (version, latest, determinacy, repeated, kind, form, act, relayed, words);
DROP INDEX statement_entity;
CREATE INDEX statement_entity ON statement (entity, latest, determinacy, repeated, version);
