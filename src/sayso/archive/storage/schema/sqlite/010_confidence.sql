-- Determinacy and confidences of statements. The covering indexes include determinacy, because counts are of actual
-- statements by default.
ALTER TABLE statement ADD COLUMN determinacy TEXT NOT NULL DEFAULT 'actual';
ALTER TABLE statement ADD COLUMN confidence REAL;
ALTER TABLE statement ADD COLUMN speaker_confidence REAL;  -- NULL if unknown
DROP INDEX statement_version;
CREATE INDEX statement_version ON statement (version, latest, determinacy, repeated, kind, form, act, relayed, words);
DROP INDEX statement_entity;
CREATE INDEX statement_entity ON statement (entity, latest, determinacy, repeated, version);
