-- The MinHash signature of each content, and its bands: statements that share a band may have the same quotation.
ALTER TABLE statement ADD COLUMN signature BYTEA;
ALTER TABLE statement ADD COLUMN bands INTEGER[];
CREATE INDEX statement_bands ON statement USING gin (bands);
