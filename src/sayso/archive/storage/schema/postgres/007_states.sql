-- A page can return to an earlier content, so a content hash is no longer unique. Covering indexes for counts.
ALTER TABLE version DROP CONSTRAINT version_page_content_hash_key;
CREATE UNIQUE INDEX version_state ON version (page, number);
CREATE INDEX version_outlet ON version (outlet, published);
CREATE INDEX version_published ON version (published DESC NULLS LAST);
-- No foreign key to appearance: it slows inserts, and the writer only uses appearances of the same version.
ALTER TABLE statement DROP CONSTRAINT statement_appearance_fkey;
DROP INDEX statement_appearance;
DROP INDEX statement_version;
DROP INDEX statement_entity;
-- Signatures have 48 minima (before: 72) in 16 bands.
DROP INDEX statement_search;
DROP INDEX statement_bands;
UPDATE statement SET signature = substring(signature FROM 1 FOR 96), bands = bands[1:16] WHERE signature IS NOT NULL;
CREATE INDEX statement_version ON statement (version, latest, repeated, kind, form, act, relayed, words);
CREATE INDEX statement_entity ON statement (entity, latest, repeated, version);
CREATE INDEX statement_search ON statement USING gin (search);
CREATE INDEX statement_bands ON statement USING gin (bands);
-- More statistics, so that BM25 gets the frequencies of common words without counting them.
ALTER TABLE statement ALTER COLUMN search SET STATISTICS 1000;
