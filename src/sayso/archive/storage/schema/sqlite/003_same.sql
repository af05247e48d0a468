-- The MinHash of each content, and its bands as words of an index: statements that share a band may be the same.
ALTER TABLE statement ADD COLUMN signature BLOB;
CREATE VIRTUAL TABLE statement_bands USING fts5 (
  bands, content='', tokenize='ascii', detail='none', columnsize=0
);
