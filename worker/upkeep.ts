import type { D1Database } from '@cloudflare/workers-types'
import { retrying } from './notes/retry'

/** When the program last did what nobody watches. Read by the moderators' page on the state of the site. */
type UpkeepTask = 'cron' | 'purge' | 'backup' | 'look' | 'publish'

/** @param detail How far it came, where it goes on from there. */
export async function recordUpkeep(
  db: D1Database,
  what: UpkeepTask,
  now: Date,
  detail: string | null = null,
): Promise<void> {
  await retrying(() =>
    db
      .prepare(
        'INSERT INTO upkeep (what, at, detail) VALUES (?1, ?2, ?3) ON CONFLICT (what) DO UPDATE SET at = ?2, detail = ?3',
      )
      .bind(what, now.toISOString(), detail)
      .run(),
  )
}

/** Task → when it was last done. `restore`: since when one is under way; `closed`: while its rows are coming in. */
export async function readUpkeep(db: D1Database): Promise<Partial<Record<UpkeepTask | 'restore' | 'closed', string>>> {
  const { results } = await db.prepare('SELECT what, at FROM upkeep').all<{ what: string; at: string }>()
  return Object.fromEntries(results.map(({ what, at }) => [what, at]))
}
