import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { BLOCK_SIZE } from './changes'
import { derivedFrom } from './derived'
import { wantDocuments } from './documents'
import { UNCONFIRMED_LICENCE } from './note'
import { retrying } from './retry'
import type { Writing } from './submission'

/**
 * Notes that were not sent here: from a pad, to be moderated like any other, and from an archive of Kesako's, as they
 * were published. Each statement may be repeated.
 */

/** A note from elsewhere. Nobody agreed to anything here: it has no consent and no confirmed licence. */
export type ImportedNote = Writing & {
  id: string
  /** Page id. */
  page: string
  /** Of where it came from: the same again is the same note, also when it was erased since. */
  sourceHash: string
}

/** @returns Ids of those that were not there yet. */
export async function bringInPending(db: D1Database, notes: ImportedNote[], now: string): Promise<string[]> {
  const statements = notes.flatMap((note) => pendingNote(db, note, now))
  const results = await retrying(() => db.batch<{ id: string }>(statements))
  return results.flatMap(({ results: rows }) => rows).map(({ id }) => id)
}

function pendingNote(db: D1Database, note: ImportedNote, now: string): D1PreparedStatement[] {
  const { search, print } = derivedFrom(note.body)
  return [
    db
      .prepare(
        `INSERT INTO notes (id, page, status, change_id, waiting_revision, waiting_since, licence, consented_at, flags,
           idempotency_hash, created_at)
         VALUES (?1, ?2, 'pending', ?1, 1, ?3, ?4, '', '["imported"]', ?5, ?3)
         ON CONFLICT DO NOTHING RETURNING id`,
      )
      .bind(note.id, note.page, now, UNCONFIRMED_LICENCE, note.sourceHash),
    db
      .prepare(
        `INSERT INTO revisions (note_id, number, body, author, search, print, created_at)
         SELECT id, 1, ?2, ?3, ?4, ?5, ?6 FROM notes WHERE id = ?1
         ON CONFLICT DO NOTHING`,
      )
      .bind(note.id, note.body, note.author, search, print, now),
  ]
}

/** A note as an archive keeps it. */
export type ArchivedNote = Writing & {
  id: string
  page: string
  number: number
  revision: number
  edited: boolean
  licence: string
  publishedAt: string
  /** When what is shown was written; never before its publication. */
  updatedAt: string
}

/** Who is named as having retouched a note whose moderator the archive does not tell. */
const RETOUCHED_BEFORE = 'archive'

/**
 * Brings published notes back, as published. What the archive does not tell (when each was sent) is when it was published.
 * Two statements however many there are: from Node each one prepared is a call of its own to the simulated base.
 * @param notes As JSON at most 2 MB, D1's limit for one value: https://developers.cloudflare.com/d1/platform/limits/
 */
export async function bringBackPublished(db: D1Database, notes: ArchivedNote[]): Promise<void> {
  const rows = JSON.stringify(notes.map(rowOf))
  await retrying(() =>
    db.batch([
      db
        .prepare(
          `INSERT INTO notes (id, page, status, change_id, number, latest_revision, published_revision, licence,
             consented_at, flags, created_at, published_at)
           SELECT value ->> 'id', value ->> 'page', 'published', value ->> 'id', value ->> 'number',
             value ->> 'revision', value ->> 'revision', value ->> 'licence',
             value ->> 'consentedAt', value ->> 'flags', value ->> 'publishedAt', value ->> 'publishedAt'
           FROM json_each(?1) WHERE true ORDER BY key
           ON CONFLICT DO NOTHING`,
        )
        .bind(rows),
      db
        .prepare(
          `INSERT INTO revisions (note_id, number, body, author, moderator, search, print, created_at)
           SELECT n.id, value ->> 'revision', value ->> 'body', value ->> 'author', value ->> 'moderator',
             value ->> 'search', value ->> 'print', value ->> 'updatedAt'
           FROM json_each(?1) JOIN notes n ON n.id = value ->> 'id' WHERE true
           ON CONFLICT DO NOTHING`,
        )
        .bind(rows),
    ]),
  )
}

function rowOf({ edited, ...note }: ArchivedNote) {
  const unconfirmed = note.licence === UNCONFIRMED_LICENCE
  return {
    ...note,
    consentedAt: unconfirmed ? '' : note.publishedAt,
    flags: unconfirmed ? '["imported"]' : '[]',
    moderator: edited ? RETOUCHED_BEFORE : null,
    ...derivedFrom(note.body),
  }
}

/** Every value that shows published notes is to be written. */
export async function wantEverything(db: D1Database, now: string): Promise<void> {
  const keys = `
    SELECT 'note/' || id AS key FROM notes WHERE number IS NOT NULL
    UNION SELECT 'block/' || ((number + ${BLOCK_SIZE - 1}) / ${BLOCK_SIZE}) || ':' || page FROM notes WHERE number IS NOT NULL
    UNION SELECT 'latest' UNION SELECT 'counts'`
  await retrying(() =>
    db.batch([
      db
        .prepare(
          `INSERT INTO outbox (key, behind_since) SELECT key, ?1 FROM (${keys}) WHERE true
           ON CONFLICT (key) DO UPDATE SET wanted = wanted + 1, due_at = '', behind_since = ?1`,
        )
        .bind(now),
      wantDocuments(db, now),
    ]),
  )
}
