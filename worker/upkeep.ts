import type { D1Database } from '@cloudflare/workers-types'
import { retrying } from './notes/retry'

/** When the program last did what nobody watches. Read by the moderators' page on the state of the site. */
type UpkeepTask = 'cron' | 'purge' | 'backup'

export async function recordUpkeep(db: D1Database, what: UpkeepTask, now: Date): Promise<void> {
  await retrying(() =>
    db
      .prepare('INSERT INTO upkeep (what, at) VALUES (?1, ?2) ON CONFLICT (what) DO UPDATE SET at = ?2')
      .bind(what, now.toISOString())
      .run(),
  )
}

/** Task → when it was last done. `restore`: since when one is under way. */
export async function readUpkeep(db: D1Database): Promise<Partial<Record<UpkeepTask | 'restore', string>>> {
  const { results } = await db.prepare('SELECT what, at FROM upkeep').all<{ what: string; at: string }>()
  return Object.fromEntries(results.map(({ what, at }) => [what, at]))
}
