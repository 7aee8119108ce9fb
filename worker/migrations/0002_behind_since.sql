-- Since when a value has been behind what D1 wants, so that one that stays behind is seen. Counts while published < wanted.
ALTER TABLE outbox ADD COLUMN behind_since TEXT NOT NULL DEFAULT '';
