-- How to fix an error is its hint.
ALTER TABLE failure RENAME COLUMN mend TO hint;
