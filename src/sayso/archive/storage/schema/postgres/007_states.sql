-- A version is a state in time: a former content may come back as a later one. Indexes answer counts by themselves.
ALTER TABLE version DROP CONSTRAINT version_page_content_hash_key;
CREATE UNIQUE INDEX version_state ON version (page, number);
CREATE INDEX version_outlet ON version (outlet, published);
CREATE INDEX version_published ON version (published DESC NULLS LAST);
-- Each statement names an appearance of its own version: the check finds it through that, adding need not.
ALTER TABLE statement DROP CONSTRAINT statement_appearance_fkey;
DROP INDEX statement_appearance;
DROP INDEX statement_version;
DROP INDEX statement_entity;
-- Signatures are 48 minima long, not 72, and have 16 bands.
DROP INDEX statement_search;
DROP INDEX statement_bands;
UPDATE statement SET signature = substring(signature FROM 1 FOR 96), bands = bands[1:16] WHERE signature IS NOT NULL;
CREATE INDEX statement_version ON statement (version, latest, repeated, kind, form, act, relayed, words);
CREATE INDEX statement_entity ON statement (entity, latest, repeated, version);
CREATE INDEX statement_search ON statement USING gin (search);
CREATE INDEX statement_bands ON statement USING gin (bands);
-- How often the commonest words stand is kept with the statistics: BM25 need not count them.
ALTER TABLE statement ALTER COLUMN search SET STATISTICS 1000;
