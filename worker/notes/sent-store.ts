import type { D1Database } from '@cloudflare/workers-types'
import { COMPARED, type Written } from './near-copy'
import { referenceOf } from './reference'
import { retrying } from './retry'
import { SENDS } from './signals'
import type { Submission } from './submission'

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
  const [stored, , , , recent] = await retrying(() =>
    db.batch<PrintRow>([
      db
        .prepare(
          `INSERT INTO notes (id, page, status, change_id, waiting_revision, waiting_since, licence, consented_at, flags,
             idempotency_hash, submission_hash, created_at)
           VALUES (?1, ?2, 'pending', ?1, 1, ?3, ?4, ?3,
             CASE WHEN (SELECT count(*) FROM (SELECT 1 FROM device_sends WHERE hash = ?8 AND at > ?9 LIMIT ?10)) = ?10
               THEN json_insert(?5, '$[#]', 'device') ELSE ?5 END,
             ?6, ?7, ?3)
           ON CONFLICT DO NOTHING RETURNING seq`,
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
      addReceipt(db, sending.receiptHash, id, null),
      // The same note again is no further one.
      db
        .prepare('INSERT INTO device_sends (hash, at) SELECT ?1, ?2 FROM notes WHERE id = ?3')
        .bind(sending.device, now, id),
      db
        .prepare(
          `SELECT n.seq, r.print FROM revisions r JOIN notes n ON n.id = r.note_id
           WHERE r.created_at >= ?1 AND r.print IS NOT NULL AND r.note_id <> ?2
           ORDER BY r.created_at DESC LIMIT ?3`,
        )
        .bind(sending.printsSince, id, COMPARED),
    ]),
  )
  const prints = (recent?.results ?? []).map(writtenFromRow)
  const [row] = stored?.results ?? []
  if (row) return { id, reference: referenceOf(row.seq), submissionHash: sending.submissionHash, prints }
  const standing = await findSent(db, sending)
  if (!standing) throw new Error('The note was stored and is not there.')
  return { ...standing, prints }
}

/** Derived from the sender's key: when the secret has changed since, the note gets a second receipt. */
function addReceipt(db: D1Database, hash: string, id: string | null, idempotencyHash: string | null) {
  return db
    .prepare(
      `INSERT INTO receipts (hash, note_id) SELECT ?1, id FROM notes WHERE id = ?2 OR idempotency_hash = ?3
       ON CONFLICT DO NOTHING`,
    )
    .bind(hash, id, idempotencyHash)
}

/** The note that came with this id or under this key, which the receipt opens from now on. */
export async function findSent(
  db: D1Database,
  { id, idempotencyHash, receiptHash }: Pick<Sending, 'idempotencyHash' | 'receiptHash'> & { id: string | null },
): Promise<(Pick<Stored, 'id' | 'reference' | 'submissionHash'> & { page: string }) | null> {
  const [, found] = await retrying(() =>
    db.batch<StoredRow>([
      addReceipt(db, receiptHash, id, idempotencyHash),
      db
        .prepare('SELECT seq, id, page, submission_hash FROM notes WHERE id = ?1 OR idempotency_hash = ?2')
        .bind(id, idempotencyHash),
    ]),
  )
  const row = found?.results[0]
  if (!row) return null
  return { id: row.id, reference: referenceOf(row.seq), page: row.page, submissionHash: row.submission_hash }
}

type StoredRow = { seq: number; id: string; page: string; submission_hash: string | null }
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
