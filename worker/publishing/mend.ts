import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import type { Stores } from '../env'
import { BLOCK_SIZE } from '../notes/changes'
import { documentKey, documentNames, wantDocuments } from '../notes/documents'
import { retrying } from '../notes/retry'
import type { Difference } from './compare'
import { publishNow } from './outbox'
import { TAKEN_AWAY_KEY } from './values'

/** Wants a value written again, newer than whatever KV holds of it; takes away one that nothing accounts for. */
export async function mendValue(stores: Stores, { key, what }: Difference, now: Date): Promise<void> {
  const { DB, PAGES } = stores
  if (what === 'stray') return removeStray(stores, key, now)
  const { metadata } = await PAGES.getWithMetadata<{ wanted: number }>(key, 'text')
  await retrying(() => wantAgain(DB, key, now.toISOString(), metadata?.wanted))
}

/**
 * Wants one more write of a value. What was taken away is counted by its writes, and no document of a lower count is shown:
 * with that key the documents are wanted, too.
 * @param above A count that values in KV were written for: readers keep a higher one.
 */
export function wantAgain(db: D1Database, key: string, now: string, above = 0): Promise<unknown> {
  return db.batch([
    db
      .prepare(
        `INSERT INTO outbox (key, wanted, behind_since) VALUES (?1, ?2 + 1, ?3)
         ON CONFLICT (key) DO UPDATE SET wanted = max(wanted, ?2) + 1, due_at = '', behind_since = ?3`,
      )
      .bind(key, above, now),
    ...(key === TAKEN_AWAY_KEY ? [wantDocuments(db, now, { notBefore: '' })] : []),
  ])
}

/** Beside a running site it may be published at this very moment: then it is written once more. */
async function removeStray({ DB, PAGES }: Stores, key: string, now: Date): Promise<void> {
  await PAGES.delete(key)
  await retrying(() =>
    DB.prepare(`UPDATE outbox SET wanted = wanted + 1, due_at = '', behind_since = ?2 WHERE key = ?1`)
      .bind(key, now.toISOString())
      .run(),
  )
}

/**
 * Every value of the notes is wanted again, for a database whose notes came from elsewhere. Something may have been taken
 * away since they stood here: with a higher count than theirs, documents from before are shown no more.
 * @param above The highest count that values in KV were written for: readers keep a higher one.
 */
export function wantEverything(db: D1Database, above: number, now: string): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO outbox (key, wanted, behind_since)
       SELECT key, ?1, ?2 FROM (
         SELECT 'note/' || id AS key FROM notes WHERE number IS NOT NULL
         UNION SELECT 'block/' || ((number + ${BLOCK_SIZE - 1}) / ${BLOCK_SIZE}) || ':' || page FROM notes WHERE number IS NOT NULL
         UNION SELECT value FROM json_each(?3)
         UNION SELECT 'erased/' || id FROM notes WHERE status = 'withdrawn' OR names_erased_up_to IS NOT NULL
       ) WHERE true
       ON CONFLICT (key) DO UPDATE SET wanted = max(wanted + 1, ?1), due_at = '', behind_since = ?2`,
    )
    .bind(above + 1, now, JSON.stringify(['latest', 'counts', TAKEN_AWAY_KEY, ...documentNames.map(documentKey)]))
}

/** As many as one request of the site would write, at once: a command waits for the answers of the stores most of the time. */
const TOGETHER = 20

/** A key that was written a second ago, or whose writer died, comes through at the next pass. */
const PASSES = 3

/**
 * Writes every value of the notes that is behind. What fails is left to the site's cron.
 * @param progress Told how many were tried so far.
 * @returns How many are still behind.
 */
export async function publishAll(stores: Stores, progress: (done: number) => void = () => {}): Promise<number> {
  let done = 0
  for (let pass = 0; pass < PASSES; pass++) {
    for (let after = ''; ; ) {
      const keys = await keysBehind(stores.DB, after)
      const last = keys.at(-1)
      if (last === undefined) break
      const following: Promise<unknown>[] = []
      await publishNow({ ...stores, later: (work) => following.push(work) }, keys)
      await Promise.all(following)
      after = last
      done += keys.length
      progress(done)
    }
    if ((await countBehind(stores.DB)) === 0) return 0
  }
  return countBehind(stores.DB)
}

async function keysBehind(db: D1Database, after: string): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT key FROM outbox WHERE published < wanted AND key NOT GLOB 'document/*' AND key > ?1
       ORDER BY key LIMIT ${TOGETHER}`,
    )
    .bind(after)
    .all<{ key: string }>()
  return results.map(({ key }) => key)
}

/** Without the documents, which the cron composes in their own time. */
async function countBehind(db: D1Database): Promise<number> {
  const row = await db
    .prepare(`SELECT count(*) AS behind FROM outbox WHERE published < wanted AND key NOT GLOB 'document/*'`)
    .first<{ behind: number }>()
  return row?.behind ?? 0
}
