/** A table whose rows stand in a backup. */
export type SavedTable = {
  name: string
  /** Primary key, in whose order the rows are written. */
  key: [string, ...string[]]
  /** The column that names the note a row belongs to. Absent: a short table, read whole at the end. */
  note?: string
  /** Rows read at once: long texts come in smaller helpings. */
  helping: number
}

/**
 * Every table that a backup holds, in the order in which a restore can fill them: what is referred to comes first.
 * The receipts come behind what is said of notes, so that an author who withdraws one meanwhile takes all of it along; the
 * moderators come last, so that nobody can decide about notes before all of them are back. New notes, reports and moderators
 * wait for the end (`restore.ts`).
 */
export const savedTables: SavedTable[] = [
  { name: 'notes', key: ['seq'], note: 'id', helping: 1_000 },
  { name: 'revisions', key: ['note_id', 'number'], note: 'note_id', helping: 250 },
  { name: 'decisions', key: ['seq'], note: 'note_id', helping: 1_000 },
  { name: 'reports', key: ['id'], note: 'note_id', helping: 500 },
  { name: 'receipts', key: ['hash'], note: 'note_id', helping: 1_000 },
  { name: 'moderators', key: ['name'], helping: 1_000 },
]

/** Every other table, and why a backup does without it. A test reads the schema: a new table must be named here or above. */
export const leftOut: Record<string, string> = {
  page_counts: 'counted again by the triggers as the notes come back',
  outbox: 'a restore wants every value published again',
  page_search: 'written by npm run publish',
  sessions: 'privacy: moderators sign in again with their keys, which are saved as hashes',
  device_sends: 'privacy: forgotten within a day',
  leases: 'who reads what now, for five minutes',
  upkeep: 'speaks of this database, not of the notes',
}
