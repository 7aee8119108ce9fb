import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { derivedFrom } from './derived'
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

/** A note as an archive keeps it, without what was erased since. */
export type ArchivedNote = {
  id: string
  /** Null: erased. The note comes back as one that was withdrawn: its words to nobody, its place on the page to no other. */
  body: string | null
  author: string | null
  /** The last revision that the author's name was taken off. */
  namesErasedUpTo: number | null
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
 * Brings published notes back, as published; those that were erased, as withdrawn. What the archive does not tell (when
 * each was sent) is when it was published. Two statements however many there are: each takes longer than its rows.
 * @param notes As JSON at most 2 MB, D1's limit for one value: https://developers.cloudflare.com/d1/platform/limits/
 */
export async function bringBackPublished(db: D1Database, notes: ArchivedNote[], now: string): Promise<void> {
  const rows = JSON.stringify(notes.map((note) => rowOf(note, now)))
  await retrying(() =>
    db.batch([
      db
        .prepare(
          `INSERT INTO notes (id, page, status, change_id, number, latest_revision, published_revision, licence,
             consented_at, flags, created_at, published_at, erased_at, names_erased_up_to)
           SELECT value ->> 'id', value ->> 'page', value ->> 'status', value ->> 'id', value ->> 'number',
             value ->> 'revision', value ->> 'revision', value ->> 'licence',
             value ->> 'consentedAt', value ->> 'flags', value ->> 'publishedAt', value ->> 'publishedAt',
             value ->> 'erasedAt', value ->> 'namesErasedUpTo'
           FROM json_each(?1) WHERE true ORDER BY key
           ON CONFLICT DO NOTHING`,
        )
        .bind(rows),
      db
        .prepare(
          `INSERT INTO revisions (note_id, number, body, author, moderator, search, print, created_at, erased_at)
           SELECT n.id, value ->> 'revision', value ->> 'body', value ->> 'author', value ->> 'moderator',
             value ->> 'search', value ->> 'print', value ->> 'updatedAt',
             value ->> 'erasedAt'
           FROM json_each(?1) JOIN notes n ON n.id = value ->> 'id' WHERE true
           ON CONFLICT DO NOTHING`,
        )
        .bind(rows),
    ]),
  )
}

function rowOf({ edited, ...note }: ArchivedNote, now: string) {
  const unconfirmed = note.licence === UNCONFIRMED_LICENCE
  const erased = note.body === null
  return {
    ...note,
    status: erased ? 'withdrawn' : 'published',
    erasedAt: erased ? now : null,
    consentedAt: unconfirmed ? '' : note.publishedAt,
    flags: unconfirmed && !erased ? '["imported"]' : '[]',
    moderator: edited ? RETOUCHED_BEFORE : null,
    ...(note.body !== null && derivedFrom(note.body)),
  }
}
