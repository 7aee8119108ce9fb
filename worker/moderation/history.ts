import type { D1Database } from '@cloudflare/workers-types'
import { byNumber, partOf, readCursor } from '../notes/cursor'
import type { Status } from '../notes/note'
import { referenceOf } from '../notes/reference'
import type { Note } from '../notes/store'

/**
 * How many of each kind one page or one answer about a note holds: open reports, closed ones, revisions, decisions, lines of
 * its history. Anybody may send more, six hundred a minute; the newest are shown.
 */
export const SHOWN_OF_EACH = 50

/** Code points of the newest revisions' texts that are read beside those that a decision is about: five whole notes. */
export const TEXTS_OF_REVISIONS = 100_000

export type Revision = {
  number: number
  /** Null: erased, or not among those that `revisionsOf` reads. */
  body: string | null
  author: string | null
  /** Who retouched; null: the author wrote it. */
  moderator: string | null
  createdAt: string
}

/** `dismiss` and `reopen` are about a report and leave the note as it is. */
export type Decision = {
  id: string
  noteId: string
  /** The note's. */
  reference: string
  action: string
  moderator: string
  reason: string | null
  version: number
  revision: number
  from: Status
  to: Status
  at: string
}

/**
 * The newest revisions of a note, in the order they were written. Those that a decision is about have their texts, however
 * old they are: the published one, the waiting one, the last, and what the author wrote before the published one, or before
 * the last where none was published. So have the newest of the others, as many as `TEXTS_OF_REVISIONS` holds.
 */
export async function revisionsOf(
  db: D1Database,
  { id, publishedRevision, waitingRevision, latestRevision }: Note,
): Promise<Revision[]> {
  const { results } = await db
    .prepare(
      `WITH told (number) AS (
         VALUES (?2), (?3), (?4)
         UNION SELECT max(number) FROM revisions WHERE note_id = ?1 AND moderator IS NULL AND number < coalesce(?2, ?4)),
       newest AS (
         SELECT number, sum(length(body)) OVER (ORDER BY number DESC) AS signs
         FROM revisions WHERE note_id = ?1 AND number > ?4 - ?5)
       SELECT number,
         CASE WHEN number IN told OR number IN (SELECT number FROM newest WHERE signs <= ?6) THEN body END AS body,
         author, moderator, created_at AS createdAt
       FROM revisions WHERE note_id = ?1 AND (number > ?4 - ?5 OR number IN told)
       ORDER BY number`,
    )
    .bind(id, publishedRevision, waitingRevision, latestRevision, SHOWN_OF_EACH, TEXTS_OF_REVISIONS)
    .all<Revision>()
  return results
}

const decisionColumns =
  'seq, id, note_id AS noteId, (SELECT seq FROM notes WHERE id = note_id) AS noteSeq, action, moderator, reason, version, revision, from_status AS "from", to_status AS "to", at'

/** The newest decisions about a note, in the order they were taken. */
export async function decisionsOf(db: D1Database, noteId: string): Promise<Decision[]> {
  const { results } = await db
    .prepare(`SELECT ${decisionColumns} FROM decisions WHERE note_id = ?1 ORDER BY seq DESC LIMIT ?2`)
    .bind(noteId, SHOWN_OF_EACH)
    .all<Row>()
  return results.reverse().map(decisionFromRow)
}

/** How much there is of a note, shown or not. */
export type Amounts = { openReports: number; events: number }

export async function amountsOf(db: D1Database, noteId: string): Promise<Amounts> {
  const amounts = await db
    .prepare(
      `SELECT
         (SELECT count(*) FROM reports WHERE note_id = ?1 AND closed_at IS NULL) AS openReports,
         (SELECT count(*) FROM reports WHERE note_id = ?1) + (SELECT count(*) FROM revisions WHERE note_id = ?1)
           + (SELECT count(*) FROM decisions WHERE note_id = ?1) AS events`,
    )
    .bind(noteId)
    .first<Amounts>()
  return amounts ?? { openReports: 0, events: 0 }
}

/** Every decision ever taken, newest first. */
export async function listDecisions(
  db: D1Database,
  cursor: string | null,
  limit: number,
): Promise<{ decisions: Decision[]; next: string | null }> {
  const before = readCursor(cursor, byNumber).seq || Number.MAX_SAFE_INTEGER
  const { results } = await db
    .prepare(`SELECT ${decisionColumns} FROM decisions WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2`)
    .bind(before, limit + 1)
    .all<Row>()
  const { shown, next } = partOf(results, limit, ({ seq }) => ({ since: '', seq }))
  return { decisions: shown.map(decisionFromRow), next }
}

type Row = Omit<Decision, 'reference'> & { seq: number; noteSeq: number }

function decisionFromRow({ seq: _, noteSeq, ...decision }: Row): Decision {
  return { ...decision, reference: referenceOf(noteSeq) }
}
