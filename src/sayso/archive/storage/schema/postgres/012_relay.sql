-- relay: the outlet whose report a statement relays, as a row of appearance; refill() fills it. statement_unsure: the
-- statements to check, the worst first, as sayso.archive.corrections.review orders them.
ALTER TABLE statement ADD COLUMN relay BIGINT;  -- NULL if the statement is first-hand
CREATE INDEX statement_relay ON statement (relay) WHERE relay IS NOT NULL;
CREATE INDEX statement_unsure ON statement (
  (CASE WHEN confidence = 0 OR speaker_confidence < confidence THEN speaker_confidence ELSE confidence END), id
) WHERE latest = 1 AND repeated = 0 AND (confidence > 0 AND confidence < 0.6 OR speaker_confidence < 0.8);
