import type { D1Database } from '@cloudflare/workers-types'
import type { NoteState, Status } from './note'
import { referenceOf } from './reference'
import type { Writing } from './submission'

/** The words of a decision. */
export type Said = {
  reason: string | null
  /** They are no more. */
  isErased: boolean
}

/** A note with its text, as the author's side and the moderators' side see it. */
export type Note = NoteState & {
  /** Who closed or opened again its reports, where that came last. */
  settled: (Said & { moderator: string }) | null
  /** Id of the decision that came last, about its reports too. Null: there is none. */
  newestDecision: string | null
  undoable: (NonNullable<NoteState['undoable']> & { waitingSince: string | null }) | null
  id: string
  reference: string
  /** Id of the page it belongs to. */
  page: string
  version: number
  number: number | null
  flags: string[]
  createdAt: string
  publishedAt: string | null
  /** The newest revision when its author's name was last taken off; null: it never was. */
  namesErasedUpTo: number | null
  waitingSince: string | null
  /** The text that waits for a decision, else the one that shows, else the last. Null: erased. */
  body: string | null
  author: string | null
  /** The last decision about it; null while there is none. */
  lastDecision:
    | (Said & {
        action: string
        /** The note's after it. */
        version: number
        at: string
        moderator: string
      })
    | null
}

export function findNote(db: D1Database, id: string): Promise<Note | null> {
  return noteWhere(db, 'n.id = ?1', id)
}

/** Several notes by their ids, in one question. */
export async function findNotes(db: D1Database, ids: string[]): Promise<Map<string, Note>> {
  const { results } = await db
    .prepare(`SELECT ${noteColumns} FROM ${noteTables} WHERE n.id IN (SELECT value FROM json_each(?1))`)
    .bind(JSON.stringify(ids))
    .all<NoteRow>()
  return new Map(results.map((row) => [row.id, noteFromRow(row)]))
}

/** @param seq The number behind a reference. */
export async function findNoteId(db: D1Database, seq: number): Promise<string | null> {
  return db.prepare('SELECT id FROM notes WHERE seq = ?1').bind(seq).first<string>('id')
}

export function findNoteByReceipt(db: D1Database, receiptHash: string): Promise<Note | null> {
  return noteWhere(db, 'n.id = (SELECT note_id FROM receipts WHERE hash = ?1)', receiptHash)
}

/** What the author wrote last, whatever became of it. Null: erased. */
export async function lastWriting(db: D1Database, noteId: string): Promise<Writing | null> {
  return db
    .prepare(
      `SELECT body, author FROM revisions WHERE note_id = ?1 AND moderator IS NULL AND body IS NOT NULL
       ORDER BY number DESC LIMIT 1`,
    )
    .bind(noteId)
    .first<Writing>()
}

/** Whether any of its texts still has its author's name. */
export async function bearsName(db: D1Database, noteId: string): Promise<boolean> {
  const named = db.prepare('SELECT 1 FROM revisions WHERE note_id = ?1 AND author IS NOT NULL LIMIT 1')
  return (await named.bind(noteId).first()) !== null
}

/** Whether a moderator has the note open (`leases`, a hint of some minutes): who, its author is not told. */
export async function isBeingRead(db: D1Database, noteId: string, now: Date): Promise<boolean> {
  const lease = db.prepare('SELECT 1 FROM leases WHERE note_id = ?1 AND until > ?2 LIMIT 1')
  return (await lease.bind(noteId, now.toISOString()).first()) !== null
}

/**
 * The number, in SQL, of the revision of a note `n` that counts: the one that waits, else the one that shows, else the last.
 */
export const countingRevision = `coalesce(
  n.waiting_revision, CASE n.status WHEN 'published' THEN n.published_revision END, n.latest_revision)`

/** Columns of one note with the text that counts and its last decision, for `noteFromRow`. */
const noteColumns = `
  n.seq, n.id, n.page, n.status, n.version, n.number, n.latest_revision, n.published_revision, n.waiting_revision,
  n.waiting_since, n.flags, n.created_at, n.published_at, n.names_erased_up_to, r.body, r.author,
  d.action, d.reason, d.erased_at AS reason_erased_at, d.at, d.moderator, d.version AS decided_version, d.from_status, d.from_published_revision,
  d.from_waiting_revision, d.from_waiting_since,
  l.id AS last_id, l.action AS last_action, l.moderator AS last_moderator, l.reason AS last_reason, l.erased_at AS last_reason_erased_at`

const noteTables = `
  notes n JOIN revisions r ON r.note_id = n.id AND r.number = ${countingRevision}
  LEFT JOIN decisions d ON d.seq = (
    SELECT max(seq) FROM decisions WHERE note_id = n.id AND action NOT IN ('dismiss', 'reopen'))
  LEFT JOIN decisions l ON l.seq = (SELECT max(seq) FROM decisions WHERE note_id = n.id)`

type NoteRow = NoteColumns & (DecisionColumns | { action: null }) & (LastColumns | { last_action: null })

type NoteColumns = {
  seq: number
  id: string
  page: string
  status: Status
  version: number
  number: number | null
  latest_revision: number
  published_revision: number | null
  waiting_revision: number | null
  waiting_since: string | null
  flags: string
  created_at: string
  published_at: string | null
  names_erased_up_to: number | null
  body: string | null
  author: string | null
  last_id: string | null
}

type DecisionColumns = {
  action: string
  reason: string | null
  reason_erased_at: string | null
  at: string
  moderator: string
  decided_version: number
  from_status: Status
  from_published_revision: number | null
  from_waiting_revision: number | null
  from_waiting_since: string | null
}

/** Of a decision about the note's reports alone, too. */
type LastColumns = {
  last_action: string
  last_moderator: string
  last_reason: string | null
  last_reason_erased_at: string | null
}

function noteFromRow(row: NoteRow): Note {
  return {
    id: row.id,
    reference: referenceOf(row.seq),
    page: row.page,
    status: row.status,
    version: row.version,
    number: row.number,
    latestRevision: row.latest_revision,
    publishedRevision: row.published_revision,
    waitingRevision: row.waiting_revision,
    waitingSince: row.waiting_since,
    undoable: undoableIn(row),
    newestDecision: row.last_id,
    ...settledIn(row),
    flags: JSON.parse(row.flags) as string[],
    createdAt: row.created_at,
    publishedAt: row.published_at,
    namesErasedUpTo: row.names_erased_up_to,
    body: row.body,
    author: row.author,
    lastDecision:
      row.action === null
        ? null
        : {
            action: row.action,
            version: row.decided_version,
            reason: row.reason,
            isErased: row.reason_erased_at !== null,
            at: row.at,
            moderator: row.moderator,
          },
  }
}

function undoableIn(row: NoteRow): Note['undoable'] {
  // Whoever acted after the decision has built on it; an undoing is not undone; and the last decision may be about a report.
  if (row.action === null || row.last_action !== row.action || row.decided_version !== row.version) return null
  if (forGood.has(row.action)) return null
  return {
    status: row.from_status,
    publishedRevision: row.from_published_revision,
    waitingRevision: row.from_waiting_revision,
    waitingSince: row.from_waiting_since,
  }
}

/** Decisions that nothing brings back. */
const forGood = new Set(['restore', 'erase', 'anonymise'])

function settledIn(row: NoteRow): Pick<Note, 'onReports' | 'settled'> {
  if (row.last_action !== 'dismiss' && row.last_action !== 'reopen') return { onReports: null, settled: null }
  const { last_moderator: moderator, last_reason: reason, last_reason_erased_at: erasedAt } = row
  return { onReports: row.last_action, settled: { moderator, reason, isErased: erasedAt !== null } }
}

async function noteWhere(db: D1Database, condition: string, value: string): Promise<Note | null> {
  const row = await db
    .prepare(`SELECT ${noteColumns} FROM ${noteTables} WHERE ${condition}`)
    .bind(value)
    .first<NoteRow>()
  return row && noteFromRow(row)
}
