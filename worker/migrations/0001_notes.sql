-- Everything Kesako knows of notes. Forward only: a later change is a further file.
-- Times are RFC 3339 UTC with milliseconds, so that text order is time order. Limits are counted in bytes of
-- UTF-8, because length() stops at a NUL; the parser has counted characters before.

CREATE TABLE notes (
  -- Gives the reference that is easy to say aloud; never used again.
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  -- The page's id, which stays when the page moves.
  page TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'returned', 'published', 'rejected', 'spam', 'withdrawn')),
  -- Rises with every change; a decision names the one it was taken on.
  version INTEGER NOT NULL DEFAULT 1,
  -- Which change made this version: whoever made it recognises it, even when the answer was lost on the way.
  change_id TEXT NOT NULL,
  -- Place on its page, from its first publication on. Never changes, never given twice.
  number INTEGER,
  latest_revision INTEGER NOT NULL DEFAULT 1,
  published_revision INTEGER,
  -- The revision that waits for a decision, and since when: what makes a note an item of the queue.
  waiting_revision INTEGER,
  waiting_since TEXT,
  licence TEXT NOT NULL,
  consented_at TEXT NOT NULL,
  -- JSON array of signals for the moderators.
  flags TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(flags)),
  -- SHA-256 of the sender's idempotency key.
  idempotency_hash TEXT UNIQUE,
  -- `keyed:` and SHA-256 of that key and what was first sent under it; of a note of before, of the latter alone.
  submission_hash TEXT,
  created_at TEXT NOT NULL,
  published_at TEXT,
  erased_at TEXT,
  CHECK ((waiting_revision IS NULL) = (waiting_since IS NULL)),
  CHECK (status <> 'published' OR (number IS NOT NULL AND published_revision IS NOT NULL)),
  CHECK (status <> 'withdrawn' OR (erased_at IS NOT NULL AND waiting_revision IS NULL))
) STRICT;

CREATE UNIQUE INDEX notes_by_number ON notes (page, number) WHERE number IS NOT NULL;
CREATE INDEX notes_waiting ON notes (waiting_since, seq) WHERE waiting_revision IS NOT NULL;
CREATE INDEX notes_by_status ON notes (status, seq);
CREATE INDEX notes_published ON notes (published_at, seq) WHERE status = 'published';

-- How many notes a page shows: counted along, so that an approval does not count all notes again.
CREATE TABLE page_counts (
  page TEXT PRIMARY KEY,
  published INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_changed_notes AFTER UPDATE OF status ON notes
WHEN (OLD.status = 'published') <> (NEW.status = 'published')
BEGIN
  INSERT INTO page_counts (page, published) VALUES (NEW.page, 1)
  ON CONFLICT (page) DO UPDATE SET published = published + CASE NEW.status WHEN 'published' THEN 1 ELSE -1 END;
END;

CREATE TRIGGER count_new_notes AFTER INSERT ON notes WHEN NEW.status = 'published'
BEGIN
  INSERT INTO page_counts (page, published) VALUES (NEW.page, 1)
  ON CONFLICT (page) DO UPDATE SET published = published + 1;
END;

-- What the author, or a moderator who retouched, wrote each time.
CREATE TABLE revisions (
  note_id TEXT NOT NULL REFERENCES notes (id),
  number INTEGER NOT NULL,
  body TEXT CHECK (length(CAST(body AS BLOB)) BETWEEN 1 AND 80000),
  author TEXT CHECK (length(CAST(author AS BLOB)) BETWEEN 1 AND 800),
  -- Null: the note's author. Else the moderator who retouched.
  moderator TEXT,
  -- The body without accents, case and plural, for the search of the queue and of the site.
  search TEXT,
  -- Print of the words, to find near copies: four parts of a 64-bit simhash, in hexadecimal.
  print TEXT,
  created_at TEXT NOT NULL,
  erased_at TEXT,
  PRIMARY KEY (note_id, number),
  CHECK ((body IS NULL) = (erased_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX revisions_by_time ON revisions (created_at);

-- Every decision ever taken.
CREATE TABLE decisions (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The change of the note that this decision is.
  id TEXT NOT NULL UNIQUE,
  note_id TEXT NOT NULL REFERENCES notes (id),
  action TEXT NOT NULL,
  moderator TEXT NOT NULL,
  reason TEXT CHECK (length(CAST(reason AS BLOB)) <= 8000),
  -- The note's version after it.
  version INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  -- What the note was before, so that it can be undone.
  from_status TEXT NOT NULL,
  from_published_revision INTEGER,
  from_waiting_revision INTEGER,
  from_waiting_since TEXT,
  to_status TEXT NOT NULL,
  at TEXT NOT NULL,
  erased_at TEXT
) STRICT;

CREATE INDEX decisions_of_note ON decisions (note_id, seq);

-- Append-only, with one exception: erasure, which takes the words and leaves the fact.
CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;

CREATE TRIGGER revisions_change_by_erasure_alone BEFORE UPDATE ON revisions
WHEN NOT (
  NEW.note_id IS OLD.note_id AND NEW.number IS OLD.number AND NEW.created_at IS OLD.created_at
  AND (
    -- The text and everything made from it.
    (NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL
      AND NEW.body IS NULL AND NEW.author IS NULL AND NEW.search IS NULL AND NEW.print IS NULL
      AND NEW.moderator IS OLD.moderator)
    -- The name alone.
    OR (NEW.author IS NULL AND NEW.body IS OLD.body AND NEW.search IS OLD.search AND NEW.print IS OLD.print
      AND NEW.moderator IS OLD.moderator AND NEW.erased_at IS OLD.erased_at)
  )
)
BEGIN SELECT RAISE(ABORT, 'revisions are append-only'); END;

CREATE TRIGGER decisions_stay BEFORE DELETE ON decisions
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

CREATE TRIGGER decisions_change_by_erasure_alone BEFORE UPDATE ON decisions
WHEN NOT (
  NEW.seq IS OLD.seq AND NEW.id IS OLD.id AND NEW.note_id IS OLD.note_id AND NEW.action IS OLD.action
  AND NEW.moderator IS OLD.moderator AND NEW.version IS OLD.version AND NEW.revision IS OLD.revision
  AND NEW.from_status IS OLD.from_status AND NEW.from_published_revision IS OLD.from_published_revision
  AND NEW.from_waiting_revision IS OLD.from_waiting_revision AND NEW.from_waiting_since IS OLD.from_waiting_since
  AND NEW.to_status IS OLD.to_status AND NEW.at IS OLD.at
  AND NEW.erased_at IS NOT NULL AND OLD.erased_at IS NULL AND NEW.reason IS NULL
)
BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;

-- A note may be found by several receipts: one that is derived from the sender's key changes with the secret.
CREATE TABLE receipts (
  hash TEXT PRIMARY KEY,
  note_id TEXT NOT NULL REFERENCES notes (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE reports (
  id TEXT PRIMARY KEY,
  note_id TEXT NOT NULL REFERENCES notes (id),
  reason TEXT CHECK (length(CAST(reason AS BLOB)) <= 8000),
  version INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  closed_at TEXT,
  closed_by TEXT,
  erased_at TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX reports_open ON reports (created_at) WHERE closed_at IS NULL;

-- One row for each KV value that publishing owns. It is behind while published < wanted.
CREATE TABLE outbox (
  key TEXT PRIMARY KEY,
  wanted INTEGER NOT NULL DEFAULT 1,
  published INTEGER NOT NULL DEFAULT 0,
  -- Who writes this key now keeps others away until then.
  leased_until TEXT NOT NULL DEFAULT '',
  written_at TEXT NOT NULL DEFAULT '',
  -- Failures since the last success, and when to try again.
  failures INTEGER NOT NULL DEFAULT 0,
  due_at TEXT NOT NULL DEFAULT '',
  last_error TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_behind ON outbox (due_at) WHERE published < wanted;
CREATE INDEX outbox_recent ON outbox (written_at);

CREATE TABLE moderators (
  name TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 80),
  key_hash TEXT NOT NULL UNIQUE,
  organiser INTEGER NOT NULL DEFAULT 0 CHECK (organiser IN (0, 1)),
  created_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  hash TEXT PRIMARY KEY,
  moderator TEXT NOT NULL REFERENCES moderators (name),
  created_at TEXT NOT NULL,
  last_seen_at TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the limits need of a visitor: a keyed hash of the day, forgotten within a day.
CREATE TABLE device_sends (
  hash TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;

CREATE INDEX device_sends_by_hash ON device_sends (hash, at);

-- The site's own pages, for the search. Written when pages are published.
CREATE TABLE page_search (
  address TEXT PRIMARY KEY,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  search_title TEXT NOT NULL,
  search TEXT NOT NULL,
  -- KV key of the body that this was made from.
  source TEXT NOT NULL
) STRICT, WITHOUT ROWID;
