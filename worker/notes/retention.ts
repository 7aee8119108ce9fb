import type { D1Database } from '@cloudflare/workers-types'
import { erasing, keptHash } from './changes'
import { randomToken } from './tokens'

/** Notes that one run erases, well within the 30 s that D1 gives a batch; the next run, an hour later, goes on. */
const ERASED_A_RUN = 1_000

/**
 * Erases texts, names and reasons of notes that were refused longer ago than they are kept. The fact stays: the note, its
 * state, who decided when. The version rises, so the decision cannot be undone any more; the author may still send
 * another text.
 * @param before Decided before this is too old.
 * @returns How many notes.
 */
export async function eraseRefused(
  db: D1Database,
  status: 'rejected' | 'spam',
  before: string,
  now: string,
): Promise<number> {
  const { results: tooOld } = await db
    .prepare(
      `SELECT n.id FROM notes n
       WHERE n.status = ?1 AND n.erased_at IS NULL
         AND (SELECT at FROM decisions d WHERE d.note_id = n.id ORDER BY d.seq DESC LIMIT 1) < ?2
       ORDER BY n.created_at LIMIT ${ERASED_A_RUN}`,
    )
    .bind(status, before)
    .all<{ id: string }>()
  if (tooOld.length === 0) return 0
  // One mark on those that nobody decided on meanwhile: the batch is one transaction, and its other statements ask for it.
  const mark = `retention ${randomToken()}`
  const ids = JSON.stringify(tooOld.map(({ id }) => id))
  const ofThisRun = `note_id IN (
    SELECT id FROM notes WHERE id IN (SELECT value FROM json_each(?3)) AND change_id = ?1)`
  const [notes] = await db.batch([
    db
      .prepare(
        `UPDATE notes SET change_id = ?1, version = version + 1, erased_at = ?2, submission_hash = ${keptHash}, flags = '[]'
         WHERE id IN (SELECT value FROM json_each(?3)) AND status = ?4 AND erased_at IS NULL
           AND (SELECT at FROM decisions d WHERE d.note_id = notes.id ORDER BY d.seq DESC LIMIT 1) < ?5
         RETURNING id`,
      )
      .bind(mark, now, ids, status, before),
    ...erasing(ofThisRun).map((sql) => db.prepare(sql).bind(mark, now, ids)),
  ])
  return notes?.results.length ?? 0
}
