-- The record as users corrected it, beside the machine's own in version.body; NULL where nothing is corrected. Statements
-- and speakers are the rows of what stands.
ALTER TABLE version ADD COLUMN corrected BYTEA;
