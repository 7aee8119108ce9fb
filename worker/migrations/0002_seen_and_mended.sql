-- Since when a value has been behind what D1 wants, so that one that stays behind is seen. Counts while published < wanted.
ALTER TABLE outbox ADD COLUMN behind_since TEXT NOT NULL DEFAULT '';

-- What is made from a text may be made again, from the same text: a later version may search otherwise.
DROP TRIGGER revisions_change_by_erasure_alone;

CREATE TRIGGER revisions_change_by_erasure_alone BEFORE UPDATE ON revisions
WHEN NOT (
  NEW.note_id IS OLD.note_id AND NEW.number IS OLD.number AND NEW.created_at IS OLD.created_at
  AND NEW.moderator IS OLD.moderator
  AND (
    -- The text and everything made from it.
    (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL
      AND NEW.body IS NULL AND NEW.author IS NULL AND NEW.search IS NULL AND NEW.print IS NULL)
    -- The name alone.
    OR (NEW.author IS NULL AND NEW.body IS OLD.body AND NEW.search IS OLD.search AND NEW.print IS OLD.print
      AND NEW.erased_at IS OLD.erased_at)
    -- What is made from the text, alone.
    OR (NEW.body IS OLD.body AND NEW.author IS OLD.author AND NEW.erased_at IS NULL AND OLD.erased_at IS NULL
      AND NEW.search IS NOT NULL)
  )
)
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;
