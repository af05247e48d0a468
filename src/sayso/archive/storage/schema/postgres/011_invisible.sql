-- Search sees through soft hyphens, zero-width and direction marks, and ligatures, as sayso.text.searchable does.
-- refill() computes the column again.
COMMENT ON COLUMN statement.search IS 'words of the sentence, without characters that nobody sees';
