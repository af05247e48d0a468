-- The record with the corrections of users, without its text; NULL if nothing is corrected. The rows of statements and
-- speakers include the corrections.
ALTER TABLE version ADD COLUMN corrected BLOB;
