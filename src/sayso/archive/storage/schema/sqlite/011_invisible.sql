-- Search sees through soft hyphens, zero-width and direction marks, and ligatures, as sayso.text.searchable does.
-- refill() rebuilds the index.
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
