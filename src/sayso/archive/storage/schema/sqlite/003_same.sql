-- The MinHash signature of each content, and its bands as indexed words: statements that share a band may have the
-- same quotation.
ALTER TABLE statement ADD COLUMN signature BLOB;
CREATE VIRTUAL TABLE statement_bands USING fts5 (
  bands, content='', tokenize='ascii', detail='none', columnsize=0
);
