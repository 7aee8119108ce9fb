import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import { retrying } from '../notes/retry'
import type { Difference } from './compare'
import { publishRest } from './outbox'

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

/**
 * Publishes until nothing is behind, or until nothing moves any more.
 * @returns How many values are still behind.
 */
export async function publishAll(stores: Stores, progress: (behind: number) => void = () => {}): Promise<number> {
  let before = Number.POSITIVE_INFINITY
  for (let still = 0; still < 3; ) {
    const behind = await countBehind(stores.DB)
    if (behind === 0) return 0
    progress(behind)
    still = behind < before ? 0 : still + 1
    before = Math.min(before, behind)
    await publishRest(stores, Date.now())
  }
  return countBehind(stores.DB)
}

async function countBehind(db: D1Database): Promise<number> {
  const row = await db
    .prepare('SELECT count(*) AS behind FROM outbox WHERE published < wanted')
    .first<{ behind: number }>()
  return row?.behind ?? 0
}
