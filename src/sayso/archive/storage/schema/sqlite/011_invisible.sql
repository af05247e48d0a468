-- Search sees through soft hyphens, zero-width and direction marks, and ligatures, as sayso.text.searchable does.
DROP VIEW statement_text;
CREATE VIEW statement_text AS
  SELECT s.id AS id,
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(substr(v.text, s.first + 1, s.last - s.first),
      char(173), ''),
      char(8203), ''),
      char(8204), ''),
      char(8205), ''),
      char(8206), ''),
      char(8207), ''),
      char(8288), ''),
      char(65279), ''),
      char(64256), 'ff'),
      char(64257), 'fi'),
      char(64258), 'fl'),
      char(64259), 'ffi'),
      char(64260), 'ffl') AS words
  FROM statement s JOIN version v ON v.id = s.version WHERE v.text IS NOT NULL;
INSERT INTO statement_search (statement_search)
  SELECT 'rebuild' WHERE EXISTS (SELECT 1 FROM version WHERE instr(text, char(173))
    OR instr(text, char(8203))
    OR instr(text, char(8204))
    OR instr(text, char(8205))
    OR instr(text, char(8206))
    OR instr(text, char(8207))
    OR instr(text, char(8288))
    OR instr(text, char(65279))
    OR instr(text, char(64256))
    OR instr(text, char(64257))
    OR instr(text, char(64258))
    OR instr(text, char(64259))
    OR instr(text, char(64260)));
