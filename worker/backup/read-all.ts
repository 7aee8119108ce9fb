import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { retrying } from '../notes/retry'
import type { Part, Row } from './format'
import { type SavedTable, savedTables } from './tables'

/**
 * Everything that a backup holds, in helpings that fit a Worker's memory, as it stands at the moment of the last read.
 * D1 has no snapshot across reads; so first the notes are read through, helping by helping, then one batch, which is a
 * transaction, finds those that changed meanwhile and reads them again, with the short tables. They come after a
 * `changed` part, in place of what was given of them before.
 */
export async function* readAll(db: D1Database): AsyncGenerator<Part> {
  const there = await tablesIn(db)
  const byNote = there.filter(isOfNotes)
  const whole = there.filter((table) => !isOfNotes(table))
  const before = await retrying(() => db.prepare(`SELECT (${marksSql}) AS marks`).first<{ marks: string }>())
  for (const table of byNote) yield* helpings(db, table)

  const statements = [
    db.prepare(changedNotesSql('seq')).bind(before?.marks ?? '{}'),
    ...byNote.map((table) => changedRows(db, table, before?.marks ?? '{}')),
    ...whole.map(({ name, key }) => db.prepare(`SELECT * FROM ${name} ORDER BY ${key.join(', ')}`)),
  ]
  const [changed, ...results] = await retrying(() => db.batch<Row>(statements))
  const ids = (changed?.results ?? []).map(({ id }) => String(id))
  const parts = [...byNote, ...whole].map(({ name }, n) => ({ table: name, rows: results[n]?.results ?? [] }))
  if (ids.length > 0) {
    yield { changed: ids }
    yield* parts.slice(0, byNote.length)
  }
  yield* parts.slice(byNote.length)
}

/** A database that was not brought up to date yet lacks the newest tables. */
async function tablesIn(db: D1Database): Promise<SavedTable[]> {
  const { results } = await db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all<{ name: string }>()
  return savedTables.filter(({ name }) => results.some((each) => each.name === name))
}

type TableOfNotes = SavedTable & { note: string }

function isOfNotes(table: SavedTable): table is TableOfNotes {
  return table.note !== undefined
}

async function* helpings(db: D1Database, { name, key, helping }: SavedTable): AsyncGenerator<Part> {
  const columns = key.join(', ')
  const places = key.map((_, n) => `?${n + 1}`).join(', ')
  const select = (from: string) => `SELECT * FROM ${name} ${from} ORDER BY ${columns} LIMIT ${helping}`
  let statement = db.prepare(select(''))
  for (;;) {
    const { results: rows } = await retrying(() => statement.all<Row>())
    if (rows.length > 0) yield { table: name, rows }
    const last = rows.at(-1)
    if (!last || rows.length < helping) return
    statement = db.prepare(select(`WHERE (${columns}) > (${places})`)).bind(...key.map((each) => last[each] ?? null))
  }
}

/** Notes that are compared together: a mark for each would be too long a parameter with a million notes. */
const SHELF = 64

/**
 * Shelf → a number that rises with every change of a note on it: its version, its flags (which come without a new version
 * and go with one), its receipts and its reports count. JSON text.
 */
const marksOfShelves = `
  SELECT shelf, sum(mark) AS mark FROM (
    SELECT seq / ${SHELF} AS shelf, 1000 * version + json_array_length(flags) AS mark FROM notes
    UNION ALL SELECT seq / ${SHELF}, 1 FROM receipts JOIN notes ON notes.id = note_id
    UNION ALL SELECT seq / ${SHELF}, reports.version FROM reports JOIN notes ON notes.id = note_id
  ) GROUP BY shelf`

const marksSql = `SELECT json_group_object(shelf, mark) FROM (${marksOfShelves})`

/** Notes on a shelf whose mark is no longer the one of `?1`. */
function changedNotesSql(order: string): string {
  return `SELECT id FROM notes WHERE seq / ${SHELF} IN (
    SELECT shelf FROM (${marksOfShelves}) LEFT JOIN json_each(?1) AS before ON CAST(before.key AS INTEGER) = shelf
    WHERE before.value IS NOT mark
  ) ORDER BY ${order}`
}

function changedRows(db: D1Database, { name, key, note }: TableOfNotes, marks: string): D1PreparedStatement {
  const order = key.join(', ')
  return db.prepare(`SELECT * FROM ${name} WHERE ${note} IN (${changedNotesSql('id')}) ORDER BY ${order}`).bind(marks)
}
