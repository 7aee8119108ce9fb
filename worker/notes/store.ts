import type { D1Database } from '@cloudflare/workers-types'
import { COMPARED, type Written } from './near-copy'
import type { NoteState, Status } from './note'
import { referenceOf } from './reference'
import { retrying } from './retry'
import { SENDS } from './signals'
import type { Submission, Writing } from './submission'

/** A note with its text, as the author's side and the moderators' side see it. */
export type Note = NoteState & {
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
  waitingSince: string | null
  /** The text that waits for a decision, else the one that shows, else the last. Null: erased. */
  body: string | null
  author: string | null
  /** The last decision about it; null while there is none. */
  lastDecision: { action: string; reason: string | null; at: string; moderator: string } | null
}

export type Sending = Submission & {
  id: string
  receiptHash: string
  /** Null: the client brought no key. */
  idempotencyHash: string | null
  /** Of what is sent and the sender's key together. */
  submissionHash: string
  search: string
  print: string | null
  /** Those that are known before it is stored. */
  flags: string[]
  /** The sender's device, and from when on its notes count. */
  device: string
  sendsSince: string
  /** The sender knows the prints of what was written before. */
  printsSince: string
  now: string
}

type Stored = {
  id: string
  reference: string
  /** Null: of a note that was erased before its hash was keyed. */
  submissionHash: string | null
  /** What was written since `printsSince`, newest first, without this note. */
  prints: Written[]
}

/**
 * Stores a note once: the same idempotency key, or the same id, again changes nothing. A device that sends more than
 * people do gets its note the flag `device`.
 * @returns The note that stands.
 */
export async function sendNote(db: D1Database, sending: Sending): Promise<Stored> {
  const { id, now } = sending
  return retrying(async () => {
    const results = await db.batch<StoredRow & PrintRow>([
      db
        .prepare(
          `INSERT INTO notes (id, page, status, change_id, waiting_revision, waiting_since, licence, consented_at, flags,
             idempotency_hash, submission_hash, created_at)
           VALUES (?1, ?2, 'pending', ?1, 1, ?3, ?4, ?3,
             CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM device_sends WHERE hash = ?8 AND at > ?9 LIMIT ?10)) = ?10
               THEN json_insert(?5, '$[#]', 'device') ELSE ?5 END,
             ?6, ?7, ?3)
           ON CONFLICT DO NOTHING`,
        )
        .bind(
          ...[id, sending.page, now, sending.licence, JSON.stringify(sending.flags)],
          ...[sending.idempotencyHash, sending.submissionHash, sending.device, sending.sendsSince, SENDS],
        ),
      db
        .prepare(
          `INSERT INTO revisions (note_id, number, body, author, search, print, created_at)
           SELECT id, 1, ?2, ?3, ?4, ?5, ?6 FROM notes WHERE id = ?1
           ON CONFLICT DO NOTHING`,
        )
        .bind(id, sending.body, sending.author, sending.search, sending.print, now),
      // Derived from the sender's key: when the secret has changed since, the note gets a second receipt.
      db
        .prepare(
          `INSERT INTO receipts (hash, note_id) SELECT ?1, id FROM notes WHERE id = ?2 OR idempotency_hash = ?3
           ON CONFLICT DO NOTHING`,
        )
        .bind(sending.receiptHash, id, sending.idempotencyHash),
      // The same note again is no further one.
      db
        .prepare('INSERT INTO device_sends (hash, at) SELECT ?1, ?2 FROM notes WHERE id = ?3')
        .bind(sending.device, now, id),
      db
        .prepare('SELECT seq, id, submission_hash FROM notes WHERE id = ?1 OR idempotency_hash = ?2')
        .bind(id, sending.idempotencyHash),
      db
        .prepare(
          `SELECT n.seq, r.print FROM revisions r JOIN notes n ON n.id = r.note_id
           WHERE r.created_at >= ?1 AND r.print IS NOT NULL AND r.note_id <> ?2
           ORDER BY r.created_at DESC LIMIT ?3`,
        )
        .bind(sending.printsSince, id, COMPARED),
    ])
    const row = results[4]?.results[0]
    if (!row) throw new Error('The note was stored and is not there.')
    const prints = (results[5]?.results ?? []).map(writtenFromRow)
    return { id: row.id, reference: referenceOf(row.seq), submissionHash: row.submission_hash, prints }
  })
}

type StoredRow = { seq: number; id: string; submission_hash: string | null }
type PrintRow = { seq: number; print: string }

function writtenFromRow({ seq, print }: PrintRow): Written {
  return { reference: referenceOf(seq), print }
}

/** Something that the moderators should know of a note. */
export async function addFlag(db: D1Database, noteId: string, flag: string): Promise<void> {
  await retrying(() =>
    db
      .prepare(
        `UPDATE notes SET flags = json_insert(flags, '$[#]', ?2)
         WHERE id = ?1 AND ?2 NOT IN (SELECT value FROM json_each(flags))`,
      )
      .bind(noteId, flag)
      .run(),
  )
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

/** Columns of one note with the text that counts and its last decision, for `noteFromRow`. */
const noteColumns = `
  n.seq, n.id, n.page, n.status, n.version, n.number, n.latest_revision, n.published_revision, n.waiting_revision,
  n.waiting_since, n.flags, n.created_at, n.published_at, r.body, r.author,
  d.action, d.reason, d.at, d.moderator, d.version AS decided_version, d.from_status, d.from_published_revision,
  d.from_waiting_revision, d.from_waiting_since,
  (SELECT action FROM decisions WHERE note_id = n.id ORDER BY seq DESC LIMIT 1) AS last_action`

/** The text that counts: the one that waits, else the one that shows, else the last. */
const noteTables = `
  notes n JOIN revisions r ON r.note_id = n.id AND r.number = coalesce(
    n.waiting_revision, CASE n.status WHEN 'published' THEN n.published_revision END, n.latest_revision)
  LEFT JOIN decisions d ON d.seq = (
    SELECT max(seq) FROM decisions WHERE note_id = n.id AND action NOT IN ('dismiss', 'reopen'))`

type NoteRow = {
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
  body: string | null
  author: string | null
  action: string | null
  reason: string | null
  at: string | null
  moderator: string | null
  decided_version: number | null
  from_status: Status | null
  from_published_revision: number | null
  from_waiting_revision: number | null
  from_waiting_since: string | null
  /** Of a decision about the note's reports alone, too. */
  last_action: string | null
}

function noteFromRow(row: NoteRow): Note {
  const decided = row.action !== null && row.at !== null && row.moderator !== null
  // Whoever acted after the decision has built on it; an undoing is not undone; and the last decision may be about a report.
  const undoable =
    row.last_action === row.action && row.decided_version === row.version && !settled.has(row.action ?? '')
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
    undoable:
      undoable && row.from_status
        ? {
            status: row.from_status,
            publishedRevision: row.from_published_revision,
            waitingRevision: row.from_waiting_revision,
            waitingSince: row.from_waiting_since,
          }
        : null,
    dismissed: row.last_action === 'dismiss' && row.status !== 'withdrawn',
    flags: JSON.parse(row.flags) as string[],
    createdAt: row.created_at,
    publishedAt: row.published_at,
    body: row.body,
    author: row.author,
    lastDecision: decided
      ? { action: row.action ?? '', reason: row.reason, at: row.at ?? '', moderator: row.moderator ?? '' }
      : null,
  }
}

/** Decisions that nothing brings back. */
const settled = new Set(['restore', 'erase', 'anonymise'])

async function noteWhere(db: D1Database, condition: string, value: string): Promise<Note | null> {
  const row = await db
    .prepare(`SELECT ${noteColumns} FROM ${noteTables} WHERE ${condition}`)
    .bind(value)
    .first<NoteRow>()
  return row && noteFromRow(row)
}
