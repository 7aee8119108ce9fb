import type { Stores } from '../env'
import { recordUpkeep } from '../upkeep'
import { wantAgain } from './mend'
import { LEASE_MS, publishKey } from './outbox'
import { readTogether } from './published-values'
import { SETTLED_MS } from './values'

/** How many of the latest writes a run looks at again. */
export const LOOKS_A_RUN = 20

/** KV's word is that a value settles within a minute « or more »: a look too early would write again, and be followed by another. */
const LOOKED_AT_AFTER_MS = 3 * SETTLED_MS

/** A writer that died after its write and before its second look may leave an old value behind; watched this long. */
const WATCH_MS = 10 * 60_000

/**
 * The cron's part: of the values written lately, some are compared with D1, those first whose turn it is. One that KV
 * holds in an older version than D1 knows to be written is wanted once more, and written.
 * @param now By the cron's clock.
 */
export async function rewriteLost(stores: Stores, now: Date): Promise<void> {
  const { DB, PAGES } = stores
  const ago = (ms: number) => new Date(now.getTime() - ms).toISOString()
  const { results } = await DB.prepare(
    `SELECT key, published, written_at || key AS turn FROM outbox
     WHERE written_at BETWEEN ?1 AND ?2 AND published = wanted AND key NOT GLOB 'document/*'
     ORDER BY turn <= coalesce((SELECT detail FROM upkeep WHERE what = 'look'), ''), turn LIMIT ${LOOKS_A_RUN}`,
  )
    .bind(ago(WATCH_MS), ago(LOOKED_AT_AFTER_MS))
    .all<{ key: string; published: number; turn: string }>()
  const last = results.at(-1)
  if (!last) return
  const keys = results.map(({ key }) => key)
  const values = await readTogether(PAGES, keys)
  for (const { key, published } of results) {
    const wanted = values.get(key)?.metadata?.wanted
    if (wanted !== undefined && wanted >= published) continue
    await wantAgain(DB, key, now.toISOString())
    await publishKey(stores, key, Date.now() + LEASE_MS)
  }
  await recordUpkeep(DB, 'look', now, last.turn)
}
