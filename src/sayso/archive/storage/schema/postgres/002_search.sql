-- The full-text index of the sentences: Porter stems without stop words, as in SQLite FTS5.
CREATE TEXT SEARCH DICTIONARY sayso_stem (TEMPLATE = snowball, Language = porter);
CREATE TEXT SEARCH CONFIGURATION sayso_words (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION sayso_words
  ALTER MAPPING FOR asciiword, word, numword, int, uint, float, sfloat, version, numhword, hword, asciihword,
    hword_part, hword_asciipart, hword_numpart WITH sayso_stem;
ALTER TABLE statement ADD COLUMN search TSVECTOR;
CREATE INDEX statement_search ON statement USING gin (search);
