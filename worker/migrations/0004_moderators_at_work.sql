-- Keys of the keyboard, off until switched on (WCAG 2.1.4).
ALTER TABLE moderators ADD COLUMN shortcuts INTEGER NOT NULL DEFAULT 0 CHECK (shortcuts IN (0, 1));
-- SHA-256 of the secret in the address of this moderator's feed; null: none was made.
ALTER TABLE moderators ADD COLUMN feed_hash TEXT;
CREATE UNIQUE INDEX moderators_by_feed ON moderators (feed_hash) WHERE feed_hash IS NOT NULL;

-- Who reads a note now: a hint to the others and no lock. Forgotten once it is over.
CREATE TABLE leases (
  note_id TEXT NOT NULL,
  moderator TEXT NOT NULL,
  since TEXT NOT NULL,
  until TEXT NOT NULL,
  PRIMARY KEY (note_id, moderator)
) STRICT, WITHOUT ROWID;

CREATE INDEX leases_by_end ON leases (until);
