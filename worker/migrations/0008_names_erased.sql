-- Up to which revision the author's name was taken off, so that later unsigned ones do not change what is known of it.
ALTER TABLE notes ADD COLUMN names_erased_up_to INTEGER;
UPDATE notes SET names_erased_up_to = coalesce(
  (SELECT min(number) - 1 FROM revisions WHERE note_id = notes.id AND author IS NOT NULL),
  latest_revision
)
WHERE status <> 'withdrawn' AND 'erased/' || id IN (SELECT key FROM outbox);
