-- When the program last did what it does by itself, or was told to do: cron, purge, backup, and a restore under way.
CREATE TABLE upkeep (
  what TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  -- For a restore: the checksum of the file that is being read back.
  detail TEXT
) STRICT, WITHOUT ROWID;
