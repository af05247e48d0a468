-- The full-text index of the sentences. It reads the words from version.text and does not store them.
CREATE VIEW statement_text AS
  SELECT s.id AS id, substr(v.text, s.first + 1, s.last - s.first) AS words
  FROM statement s JOIN version v ON v.id = s.version WHERE v.text IS NOT NULL;
CREATE VIRTUAL TABLE statement_search USING fts5 (
  words, content='statement_text', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
);
