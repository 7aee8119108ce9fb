import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { retrying } from '../notes/retry'
import { wantEverything } from '../publishing/mend'
import type { Row } from './format'
import { type SavedTable, savedTables } from './tables'

/** What stands in `upkeep` while a restore is under way. */
const RESTORING = 'restore'

/** What stands there besides until every row is in: by it triggers keep new notes, reports and moderators out. */
const CLOSED = 'closed'

/** Text of one statement's rows: D1 takes parameters of 2 MB. https://developers.cloudflare.com/d1/platform/limits/ */
const HELPING_BYTES = 500_000

/** Stands before the file's hash in that mark once every row is in: what is left to do is showing them. */
const ROWS_IN = 'rows in '

type Readiness =
  | 'empty'
  | 'half restored from this file'
  | 'all rows in from this file'
  | 'half restored from another file'
  | 'in use'

/** @param sha256 The file's, by which a restore that was cut off knows its file again. */
export async function readinessFor(db: D1Database, sha256: string): Promise<Readiness> {
  const restoring = await db
    .prepare('SELECT detail FROM upkeep WHERE what = ?1')
    .bind(RESTORING)
    .first<{ detail: string }>()
  if (restoring?.detail === sha256) return 'half restored from this file'
  if (restoring?.detail === ROWS_IN + sha256) return 'all rows in from this file'
  if (restoring) return 'half restored from another file'
  const row = await db.prepare(`SELECT ${isUsed} AS used`).first<{ used: 0 | 1 }>()
  return row?.used === 0 ? 'empty' : 'in use'
}

const isUsed = savedTables.map(({ name }) => `EXISTS (SELECT 1 FROM ${name})`).join(' OR ')

/** Whether the rows of a backup are still coming in: what else would is refused by the database. */
export async function isClosed(db: D1Database): Promise<boolean> {
  return (await db.prepare('SELECT 1 FROM upkeep WHERE what = ?1').bind(CLOSED).first()) !== null
}

/**
 * Leaves a mark that a restore is under way. Until `finishRestore` takes it off, the same file goes on where it was and any
 * other is refused; until `wantRestored`, nothing else comes in.
 * @returns False: something came in before the mark stood. Nothing was written.
 */
export async function beginRestore(db: D1Database, sha256: string, now: string): Promise<boolean> {
  await retrying(() =>
    db.batch([
      db
        .prepare(`INSERT INTO upkeep (what, at, detail) SELECT ?1, ?2, ?3 WHERE NOT (${isUsed}) ON CONFLICT DO NOTHING`)
        .bind(RESTORING, now, sha256),
      close(db),
    ]),
  )
  return isClosed(db)
}

function close(db: D1Database): D1PreparedStatement {
  return db
    .prepare(`INSERT INTO upkeep (what, at) SELECT ?1, at FROM upkeep WHERE what = ?2 ON CONFLICT DO NOTHING`)
    .bind(CLOSED, RESTORING)
}

function open(db: D1Database): D1PreparedStatement {
  return db.prepare('DELETE FROM upkeep WHERE what = ?1').bind(CLOSED)
}

/** Beside its key, what tells a row of the file from another one that took its place. Neither ever changes. */
const alsoKnownBy = new Map([
  ['notes', 'id'],
  ['decisions', 'id'],
  ['reports', 'number'],
  ['receipts', 'note_id'],
  ['moderators', 'key_hash'],
])

/** A row of the file whose place another one has. */
export type Displaced = { table: SavedTable; row: Row }

/**
 * Writes the rows that are not there yet. Safe to repeat; triggers count along.
 * @returns The first that cannot come in, and after which none was written: an older program kept nothing out meanwhile.
 */
export async function restoreRows(
  db: D1Database,
  rows: AsyncIterable<{ table: string; row: Row }>,
  progress: (rows: number) => void,
): Promise<Displaced | null> {
  let waiting: { table: string; rows: Row[]; bytes: number } = { table: '', rows: [], bytes: 0 }
  let done = 0
  const flush = async () => {
    const { table, rows: some } = waiting
    const displaced = some.length > 0 ? await writeRows(db, table, some) : null
    done += some.length
    progress(done)
    return displaced
  }
  for await (const { table, row } of rows) {
    if (table !== waiting.table || waiting.bytes > HELPING_BYTES) {
      const displaced = await flush()
      if (displaced) return displaced
      waiting = { table, rows: [], bytes: 0 }
    }
    waiting.rows.push(row)
    waiting.bytes += JSON.stringify(row).length
  }
  return flush()
}

/** Rows of one table as one parameter: D1 takes a hundred of them, and a note has more columns than a few notes allow. */
async function writeRows(db: D1Database, name: string, rows: Row[]): Promise<Displaced | null> {
  const columns = Object.keys(rows[0] ?? {})
  const table = savedTables.find((each) => each.name === name)
  if (!table || !columns.every((each) => /^[a-z_]+$/.test(each))) {
    throw new Error(`A backup holds no table ${name} with the columns ${columns}.`)
  }
  const values = columns.map((each) => `value ->> '$.${each}'`).join(', ')
  const same = [...table.key, alsoKnownBy.get(name) ?? []]
    .flat()
    .map((each) => `${each} IS value ->> '$.${each}'`)
    .join(' AND ')
  const statements = [
    open(db),
    db
      .prepare(
        `INSERT INTO ${name} (${columns.join(', ')}) SELECT ${values} FROM json_each(?1) WHERE true ON CONFLICT DO NOTHING`,
      )
      .bind(JSON.stringify(rows)),
    close(db),
    db
      .prepare(
        `SELECT key FROM json_each(?1) WHERE NOT EXISTS (SELECT 1 FROM ${name} WHERE ${same}) ORDER BY key LIMIT 1`,
      )
      .bind(JSON.stringify(rows)),
  ]
  const results = await retrying(() => db.batch<{ key: number }>(statements))
  const row = rows[results.at(-1)?.results[0]?.key ?? -1]
  return row ? { table, row } : null
}

/**
 * Wants every value of the notes published again, and marks that nothing of the file is missing, in one transaction: a
 * restore that is cut off after it wants nothing twice. From here on notes may come in.
 * @param above The highest count that values in KV were written for.
 */
export async function wantRestored(db: D1Database, sha256: string, above: number, now: string): Promise<void> {
  await retrying(() =>
    db.batch([
      wantEverything(db, above, now),
      open(db),
      db.prepare('UPDATE upkeep SET detail = ?2 WHERE what = ?1').bind(RESTORING, ROWS_IN + sha256),
    ]),
  )
}

/** Takes the mark of the restore off: the pages and the notes are shown. */
export async function finishRestore(db: D1Database): Promise<void> {
  await retrying(() => db.prepare('DELETE FROM upkeep WHERE what = ?1').bind(RESTORING).run())
}
