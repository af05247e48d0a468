-- The column "mend" is now called "hint".
ALTER TABLE failure RENAME COLUMN mend TO hint;
