-- A report's own number gives its reference (SIGNAL-12), as notes have theirs.
ALTER TABLE reports ADD COLUMN number INTEGER;
-- The decision that last closed or reopened it.
ALTER TABLE reports ADD COLUMN decision TEXT;
CREATE UNIQUE INDEX reports_by_number ON reports (number);
CREATE INDEX reports_of_note ON reports (note_id, created_at);
