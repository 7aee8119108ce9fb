import type { D1Database } from '@cloudflare/workers-types'
import { byTime, type Place, partOf, readCursor } from '../notes/cursor'
import type { Status } from '../notes/note'
import { seqOf } from '../notes/reference'
import { reportNumberOf, reportReference } from '../notes/reports'
import { countingRevision, findNotes, type Note } from '../notes/store'
import { lacksInSql, queryFault, searchableInSql, wordsToFind } from '../site/search-words'

export const itemKinds = ['note', 'revision', 'report'] as const
type ItemKind = (typeof itemKinds)[number]

/** One thing that waits, or a note of another state. */
export type QueueItem = {
  kind: ItemKind
  /** The note, or the note that a report is about. */
  note: Note
  report: { id: string; reference: string; version: number; reason: string | null } | null
  /** Since when it stands in this list. */
  since: string
}

export type QueueFilter = {
  /** `pending`: everything that waits for a decision, a published note's new revision and reports too. */
  status: Status
  kind?: ItemKind | undefined
  /** Page ids. */
  pages?: string[] | undefined
  /** A signal's name, without its detail: `links`. */
  flag?: string | undefined
  /** Words that the text that counts, or the report, must hold, found as the search finds them; or the reference of either. */
  words?: string | undefined
}

export type QueuePage = { items: QueueItem[]; next: string | null }

/**
 * The queue, or the notes of another state, oldest first.
 * @param cursor As it came from `next`; one that cannot be read begins again.
 * @param limit 1 to 100.
 */
export async function listQueue(
  db: D1Database,
  filter: QueueFilter,
  cursor: string | null,
  limit: number,
): Promise<QueuePage> {
  const rows = await rowsAfter(db, filter, readCursor(cursor, byTime), limit + 1)
  const { shown, next } = partOf(rows, limit, ({ since, place }) => ({ since, seq: place }))
  return { items: await itemsOf(db, shown), next }
}

/** What came last of all that waits, newest first. @param limit Items. */
export async function newestWaiting(db: D1Database, limit: number): Promise<QueueItem[]> {
  const { results } = await db
    .prepare(
      `SELECT * FROM (
         SELECT id AS note_id, waiting_since AS since, seq AS place,
           NULL AS report_id, NULL AS report_version, NULL AS report_reason
         FROM notes WHERE waiting_revision IS NOT NULL ORDER BY waiting_since DESC, seq DESC LIMIT ?1)
       UNION ALL SELECT * FROM (
         SELECT note_id, created_at, -number, id, version, reason
         FROM reports WHERE closed_at IS NULL ORDER BY created_at DESC, number LIMIT ?1)
       ORDER BY since DESC, place DESC LIMIT ?1`,
    )
    .bind(limit)
    .all<Row>()
  return itemsOf(db, results)
}

/**
 * Where to go on reading: what stands behind a moment, then everything from the beginning. Read one by one, so that the
 * first that is free can be taken.
 * @param after Time of the item that was just read; empty: from the beginning.
 * @param limit Items of each part.
 */
export async function* itemsToRead(
  db: D1Database,
  filter: QueueFilter,
  after: string,
  limit: number,
): AsyncGenerator<{ noteId: string }> {
  const parts: Place[] = [...(after === '' ? [] : [{ since: after, seq: Number.MAX_SAFE_INTEGER }]), fromTheBeginning]
  for (const place of parts) {
    for (const { note_id } of await rowsAfter(db, filter, place, limit)) yield { noteId: note_id }
  }
}

const fromTheBeginning: Place = { since: '', seq: 0 }

export type QueueSize = Record<ItemKind, number> & { oldest: string | null }

/** How many of each kind wait, and since when the oldest does. */
export async function queueSize(db: D1Database): Promise<QueueSize> {
  const row = await db
    .prepare(
      `SELECT notes AS note, revisions AS revision, reports AS report, min(coalesce(a, b), coalesce(b, a)) AS oldest
       FROM (SELECT count(*) FILTER (WHERE status <> 'published') AS notes,
               count(*) FILTER (WHERE status = 'published') AS revisions, min(waiting_since) AS a
             FROM notes WHERE waiting_revision IS NOT NULL),
            (SELECT count(*) AS reports, min(created_at) AS b FROM reports WHERE closed_at IS NULL)`,
    )
    .first<QueueSize>()
  return row ?? { note: 0, revision: 0, report: 0, oldest: null }
}

export function waitingOf({ note, revision, report }: QueueSize): number {
  return note + revision + report
}

/** Where an item stands, before its note is read. */
type Row = {
  note_id: string
  since: string
  /** Order among items of one moment: a note's seq, a report's number below zero. */
  place: number
  report_id: string | null
  report_version: number | null
  report_reason: string | null
}

async function rowsAfter(db: D1Database, filter: QueueFilter, after: Place, limit: number): Promise<Row[]> {
  const { status, kind, pages, flag, words } = filter
  if (queryFault(words)) return []
  const waiting = status === 'pending'
  const since = waiting ? 'n.waiting_since' : 'n.created_at'
  const text = `revisions r ON r.note_id = n.id AND r.number = ${countingRevision}`
  const narrowed = (said: string, isNamed: string) => `
    (?1 IS NULL OR n.page IN (SELECT value FROM json_each(?1)))
    AND (?2 = '' OR EXISTS (SELECT 1 FROM json_each(n.flags) AS flag WHERE instr(flag.value || ':', ?2 || ':') = 1))
    AND (n.seq = ?4 OR ${isNamed} OR NOT EXISTS (
      SELECT 1 FROM json_each(?3) AS word, (SELECT ' ' || ${said} || ' ' AS said)
      WHERE ${lacksInSql('said', 'word.value')}))`
  // Each list ends by itself, so that an index gives its first rows and the others are not read.
  const notes = `
    SELECT n.id AS note_id, ${since} AS since, n.seq AS place,
      NULL AS report_id, NULL AS report_version, NULL AS report_reason
    FROM notes n JOIN ${text}
    WHERE ${waiting ? 'n.waiting_revision IS NOT NULL' : 'n.status = ?8'} AND ?9 <> 'report'
      AND (?9 = '' OR (?9 = 'revision') = (n.status = 'published' AND n.waiting_revision IS NOT NULL))
      AND ${narrowed(`coalesce(r.search, '')`, 'n.id = (SELECT note_id FROM reports WHERE number = ?10)')}
      AND (${since}, n.seq) > (?5, ?6)
    ORDER BY ${since}, n.seq LIMIT ?7`
  const reports = `
    SELECT n.id, p.created_at, -p.number, p.id, p.version, p.reason
    FROM reports p JOIN notes n ON n.id = p.note_id JOIN ${text}
    WHERE p.closed_at IS NULL AND ?9 IN ('', 'report')
      AND ${narrowed(`coalesce(r.search, '') || ' ' || ${searchableInSql(`coalesce(p.reason, '')`)}`, 'p.number = ?10')}
      AND (p.created_at, -p.number) > (?5, ?6)
    ORDER BY p.created_at, -p.number LIMIT ?7`
  const lists = waiting ? [notes, reports] : [notes]
  const { results } = await db
    .prepare(`${lists.map((list) => `SELECT * FROM (${list})`).join(' UNION ALL ')} ORDER BY since, place LIMIT ?7`)
    .bind(
      ...[
        pages ? JSON.stringify(pages) : null,
        flag ?? '',
        JSON.stringify(wordsToFind(words ?? '')),
        seqOf(words ?? ''),
      ],
      ...[after.since, after.seq, limit, status, kind ?? '', reportNumberOf(words ?? '')],
    )
    .all<Row>()
  return results
}

/** The rows with their notes. */
async function itemsOf(db: D1Database, rows: Row[]): Promise<QueueItem[]> {
  const notes = await findNotes(
    db,
    rows.map(({ note_id }) => note_id),
  )
  return rows.flatMap((row) => {
    const note = notes.get(row.note_id)
    return note ? [itemOf(row, note)] : []
  })
}

function itemOf(row: Row, note: Note): QueueItem {
  const { since } = row
  if (row.report_id === null) return { kind: kindOf(note), note, report: null, since }
  const report = {
    id: row.report_id,
    reference: reportReference(-row.place),
    version: row.report_version ?? 0,
    reason: row.report_reason,
  }
  return { kind: 'report', note, report, since }
}

/** What waits of a note: all of it, or the new revision of a published one. */
export function kindOf({ status, waitingRevision }: Note): 'note' | 'revision' {
  return status === 'published' && waitingRevision !== null ? 'revision' : 'note'
}
