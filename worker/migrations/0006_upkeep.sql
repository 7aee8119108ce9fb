-- When the program last did what it does by itself, or was told to do: cron, purge, backup, publish, and a restore under way.
CREATE TABLE upkeep (
  what TEXT PRIMARY KEY,
  at TEXT NOT NULL,
  -- Of a restore, the checksum of the file that is being read back; of publish, that of the index; how far a look came.
  detail TEXT
) STRICT, WITHOUT ROWID;
