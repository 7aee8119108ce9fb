import type { D1Database } from '@cloudflare/workers-types'
import { readCursor, writeCursor } from '../notes/cursor'
import type { Status } from '../notes/note'
import { referenceOf } from '../notes/reference'

export type Revision = {
  number: number
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
  'seq, id, note_id AS noteId, (SELECT seq FROM notes WHERE id = note_id) AS noteSeq, action, moderator, reason, version, revision, from_status AS "from", to_status AS "to", at'

export async function decisionsOf(db: D1Database, noteId: string): Promise<Decision[]> {
  const { results } = await db
    .prepare(`SELECT ${decisionColumns} FROM decisions WHERE note_id = ?1 ORDER BY seq`)
    .bind(noteId)
    .all<Row>()
  return results.map(decisionFromRow)
}

/** Every decision ever taken, newest first. */
export async function listDecisions(
  db: D1Database,
  cursor: string | null,
  limit: number,
): Promise<{ decisions: Decision[]; next: string | null }> {
  const before = readCursor(cursor).seq || Number.MAX_SAFE_INTEGER
  const { results } = await db
    .prepare(`SELECT ${decisionColumns} FROM decisions WHERE seq < ?1 ORDER BY seq DESC LIMIT ?2`)
    .bind(before, limit + 1)
    .all<Row>()
  const shown = results.slice(0, limit)
  const last = shown.at(-1)
  return {
    decisions: shown.map(decisionFromRow),
    next: results.length > limit && last ? writeCursor({ since: '', seq: last.seq }) : null,
  }
}

type Row = Omit<Decision, 'reference'> & { seq: number; noteSeq: number }

function decisionFromRow({ seq: _, noteSeq, ...decision }: Row): Decision {
  return { ...decision, reference: referenceOf(noteSeq) }
}
