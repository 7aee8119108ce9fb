import type { D1Database } from '@cloudflare/workers-types'
import { readCursor, writeCursor } from '../notes/cursor'
import type { Status } from '../notes/note'
import { type Note, type NoteRow, noteColumns, noteFromRow, noteTables } from '../notes/store'
import { searchable } from '../site/search-words'

export type QueueFilter = {
  /** `pending`: everything that waits for a decision, a published note's new revision too. */
  status: Status
  /** Page id. */
  page?: string | undefined
  /** Words that the latest text must hold. */
  words?: string | undefined
}

export type QueuePage = { notes: Note[]; next: string | null }

/**
 * The queue, or the notes of another state, oldest first.
 * @param cursor As it came from `next`; one that cannot be read begins again.
 * @param limit 1 to 100.
 */
export async function listQueue(
  db: D1Database,
  { status, page, words }: QueueFilter,
  cursor: string | null,
  limit: number,
): Promise<QueuePage> {
  const waiting = status === 'pending'
  const after = readCursor(cursor)
  const { results } = await db
    .prepare(
      `SELECT ${noteColumns} FROM ${noteTables}
       WHERE ${waiting ? 'n.waiting_revision IS NOT NULL' : 'n.status = ?6'}
         AND (?1 IS NULL OR n.page = ?1)
         AND NOT EXISTS (SELECT 1 FROM json_each(?2) AS word WHERE instr(coalesce(r.search, ''), word.value) = 0)
         AND (${waiting ? 'n.waiting_since' : 'n.created_at'}, n.seq) > (?3, ?4)
       ORDER BY ${waiting ? 'n.waiting_since' : 'n.created_at'}, n.seq
       LIMIT ?5`,
    )
    .bind(
      page ?? null,
      JSON.stringify(
        searchable(words ?? '')
          .split(' ')
          .filter(Boolean),
      ),
      after.since,
      after.seq,
      limit + 1,
      ...(waiting ? [] : [status]),
    )
    .all<NoteRow>()
  const shown = results.slice(0, limit)
  const last = shown.at(-1)
  const more = results.length > limit && last
  return {
    notes: shown.map(noteFromRow),
    next: more ? writeCursor({ since: (waiting ? last.waiting_since : last.created_at) ?? '', seq: last.seq }) : null,
  }
}

/** How many wait, and since when the oldest does. */
export async function queueSize(db: D1Database): Promise<{ waiting: number; oldest: string | null }> {
  const row = await db
    .prepare('SELECT count(*) AS waiting, min(waiting_since) AS oldest FROM notes WHERE waiting_revision IS NOT NULL')
    .first<{ waiting: number; oldest: string | null }>()
  return row ?? { waiting: 0, oldest: null }
}

export type Revision = {
  number: number
  body: string | null
  author: string | null
  /** Who retouched; null: the author wrote it. */
  moderator: string | null
  createdAt: string
}

export type Decision = {
  id: string
  noteId: string
  action: string
  moderator: string
  reason: string | null
  version: number
  revision: number
  from: Status
  to: Status
  at: string
}

export async function revisionsOf(db: D1Database, noteId: string): Promise<Revision[]> {
  const { results } = await db
    .prepare(
      `SELECT number, body, author, moderator, created_at AS createdAt FROM revisions WHERE note_id = ?1 ORDER BY number`,
    )
    .bind(noteId)
    .all<Revision>()
  return results
}

const decisionColumns =
  'seq, id, note_id AS noteId, action, moderator, reason, version, revision, from_status AS "from", to_status AS "to", at'

export async function decisionsOf(db: D1Database, noteId: string): Promise<Decision[]> {
  const { results } = await db
    .prepare(`SELECT ${decisionColumns} FROM decisions WHERE note_id = ?1 ORDER BY seq`)
    .bind(noteId)
    .all<Decision & { seq: number }>()
  return results.map(withoutSeq)
}

/** Every decision ever taken, newest first. */
export async function listDecisions(
  db: D1Database,
  cursor: string | null,
  limit: number,
): Promise<{ decisions: Decision[]; next: string | null }> {
  const before = cursor !== null && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER
  const { results } = await db
    .prepare(`SELECT ${decisionColumns} FROM decisions WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2`)
    .bind(before, limit + 1)
    .all<Decision & { seq: number }>()
  const shown = results.slice(0, limit)
  return { decisions: shown.map(withoutSeq), next: results.length > limit ? String(shown.at(-1)?.seq) : null }
}

export type Statistics = {
  byStatus: Record<string, number>
  byPage: Record<string, number>
  byDay: Record<string, number>
  /** Minutes from sent to first decided, the median of all decided notes; null: none yet. */
  medianMinutes: number | null
}

export async function statistics(db: D1Database): Promise<Statistics> {
  const counted = (sql: string) => db.prepare(sql)
  const [byStatus, byPage, byDay, minutes] = await db.batch<{ name: string; notes: number }>([
    counted('SELECT status AS name, count(*) AS notes FROM notes GROUP BY status ORDER BY status'),
    counted('SELECT page AS name, count(*) AS notes FROM notes GROUP BY page ORDER BY page'),
    counted('SELECT substr(created_at, 1, 10) AS name, count(*) AS notes FROM notes GROUP BY 1 ORDER BY 1'),
    counted(
      `WITH first AS (
         SELECT (julianday(min(d.at)) - julianday(n.created_at)) * 1440 AS minutes
         FROM notes n JOIN decisions d ON d.note_id = n.id GROUP BY n.id)
       SELECT 'median' AS name, avg(minutes) AS notes FROM (
         SELECT minutes, row_number() OVER (ORDER BY minutes) AS place, count(*) OVER () AS total FROM first)
       WHERE place IN ((total + 1) / 2, (total + 2) / 2)`,
    ),
  ])
  const record = (result: typeof byStatus) =>
    Object.fromEntries((result?.results ?? []).map(({ name, notes }) => [name, notes]))
  const median = minutes?.results[0]?.notes ?? null
  return {
    byStatus: record(byStatus),
    byPage: record(byPage),
    byDay: record(byDay),
    medianMinutes: median === null ? null : Math.round(median * 10) / 10,
  }
}

function withoutSeq({ seq: _, ...decision }: Decision & { seq: number }): Decision {
  return decision
}
