import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { retrying } from '../notes/retry'
import type { Difference } from './compare'
import { publishNow } from './outbox'

type Stores = { DB: D1Database; PAGES: KVNamespace }

/** Wants a value written again, newer than whatever KV holds of it; takes away one that nothing accounts for. */
export async function mendValue({ DB, PAGES }: Stores, { key, what }: Difference, now: Date): Promise<void> {
  if (what === 'stray') return PAGES.delete(key)
  const { metadata } = await PAGES.getWithMetadata<{ wanted: number }>(key, 'text')
  await retrying(() =>
    DB.prepare(
      `INSERT INTO outbox (key, wanted, behind_since) VALUES (?1, ?2 + 1, ?3)
       ON CONFLICT (key) DO UPDATE SET wanted = max(wanted, ?2) + 1, due_at = '', behind_since = ?3`,
    )
      .bind(key, metadata?.wanted ?? 0, now.toISOString())
      .run(),
  )
}

/** As many as one request of the site would write. */
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
