-- A list's first notes are found without reading all of its notes: those of a state by the time they came, those of a page.
DROP INDEX notes_by_status;
CREATE INDEX notes_by_status ON notes (status, created_at, seq);
CREATE INDEX notes_of_page ON notes (page, seq);
