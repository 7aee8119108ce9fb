-- While a backup is put back (`closed` stands in upkeep), nothing else comes in: it would take a number, a key or a name of
-- what is still to come. The restore itself takes that mark off for each of its own writes, within the same transaction.
CREATE TRIGGER notes_wait_for_a_restore BEFORE INSERT ON notes WHEN EXISTS (SELECT 1 FROM upkeep WHERE what = 'closed')
BEGIN SELECT RAISE(ABORT, 'a restore is under way'); END;

CREATE TRIGGER reports_wait_for_a_restore BEFORE INSERT ON reports WHEN EXISTS (SELECT 1 FROM upkeep WHERE what = 'closed')
BEGIN SELECT RAISE(ABORT, 'a restore is under way'); END;

CREATE TRIGGER moderators_wait_for_a_restore BEFORE INSERT ON moderators WHEN EXISTS (SELECT 1 FROM upkeep WHERE what = 'closed')
BEGIN SELECT RAISE(ABORT, 'a restore is under way'); END;

-- INSERT OR REPLACE deletes without asking the triggers that keep history: what is there stays, as ON CONFLICT DO NOTHING says.
CREATE TRIGGER revisions_are_replaced_by_none BEFORE INSERT ON revisions
WHEN EXISTS (SELECT 1 FROM revisions WHERE note_id = NEW.note_id AND number = NEW.number)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TRIGGER decisions_are_replaced_by_none BEFORE INSERT ON decisions
WHEN EXISTS (SELECT 1 FROM decisions WHERE seq = NEW.seq OR id = NEW.id)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TRIGGER reports_are_replaced_by_none BEFORE INSERT ON reports
WHEN EXISTS (SELECT 1 FROM reports WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(IGNORE); END;

CREATE TRIGGER reports_stay BEFORE DELETE ON reports
BEGIN SELECT RAISE(ABORT, 'reports are kept'); END;
