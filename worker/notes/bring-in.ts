import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { searchable } from '../site/search-words'
import { BLOCK_SIZE } from './changes'
import { wantDocuments } from './documents'
import { printOf } from './near-copy'
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
  const statements = notes.flatMap((note) => [
    db
      .prepare(
        `INSERT INTO notes (id, page, status, change_id, waiting_revision, waiting_since, licence, consented_at, flags,
           idempotency_hash, created_at)
         VALUES (?1, ?2, 'pending', ?1, 1, ?3, ?4, '', '["imported"]', ?5, ?3)
         ON CONFLICT DO NOTHING RETURNING id`,
      )
      .bind(note.id, note.page, now, UNCONFIRMED_LICENCE, note.sourceHash),
    addFirstRevision(db, { ...note, number: 1, moderator: null, createdAt: now }),
  ])
  const results = await retrying(() => db.batch<{ id: string }>(statements))
  return results.flatMap(({ results: rows }) => rows).map(({ id }) => id)
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

/** Brings published notes back, as published. What the archive does not tell (when each was sent) is when it was published. */
export async function bringBackPublished(db: D1Database, notes: ArchivedNote[]): Promise<void> {
  const statements = notes.flatMap((note) => [
    db
      .prepare(
        `INSERT INTO notes (id, page, status, change_id, number, latest_revision, published_revision, licence,
           consented_at, flags, created_at, published_at)
         VALUES (?1, ?2, 'published', ?1, ?3, ?4, ?4, ?5, ?6, ?7, ?8, ?8)
         ON CONFLICT DO NOTHING`,
      )
      .bind(
        ...[note.id, note.page, note.number, note.revision, note.licence],
        ...(note.licence === UNCONFIRMED_LICENCE ? ['', '["imported"]'] : [note.publishedAt, '[]']),
        note.publishedAt,
      ),
    addFirstRevision(db, {
      ...note,
      number: note.revision,
      moderator: note.edited ? RETOUCHED_BEFORE : null,
      createdAt: note.updatedAt,
    }),
  ])
  await retrying(() => db.batch(statements))
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

type FirstRevision = Writing & { id: string; number: number; moderator: string | null; createdAt: string }

function addFirstRevision(db: D1Database, note: FirstRevision): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO revisions (note_id, number, body, author, moderator, search, print, created_at)
       SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM notes WHERE id = ?1
       ON CONFLICT DO NOTHING`,
    )
    .bind(
      ...[note.id, note.number, note.body, note.author, note.moderator, searchable(note.body), printOf(note.body)],
      note.createdAt,
    )
}
