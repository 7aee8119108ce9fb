-- Whether a note is signed, and by whom, without reading all of its revisions. The author stands in it, or SQLite would still
-- go by the table's own key.
CREATE INDEX revisions_signed ON revisions (note_id, author) WHERE author IS NOT NULL;
