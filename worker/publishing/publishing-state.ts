import type { D1Database } from '@cloudflare/workers-types'

/** A key that fails this often in a row, which takes some five minutes, will not mend itself soon: somebody should know. */
const STUCK_FAILURES = 5

/** A hundred notes approved at once are two runs of the cron, on the free plan ten: what is behind for longer is late. */
const LATE_MS = 10 * 60_000

/** How publishing stands: what visitors do not see yet although it was decided. */
export type PublishingState = {
  /** KV values that are older than D1 wants them. */
  behind: number
  /** Those that have failed again and again, or have been waiting for minutes. */
  stuck: { key: string; failures: number; since: string; lastError: string | null }[]
}

export const nothingBehind: PublishingState = { behind: 0, stuck: [] }

/** Reads D1. At most ten stuck keys are named. */
export async function publishingState(db: D1Database, now: Date): Promise<PublishingState> {
  const [count, stuck] = await db.batch<{ behind: number } | PublishingState['stuck'][number]>([
    db
      .prepare('SELECT count(*) AS behind FROM outbox WHERE published < wanted AND behind_since <= ?1')
      .bind(now.toISOString()),
    db
      .prepare(
        `SELECT key, failures, behind_since AS since, last_error AS lastError FROM outbox
         WHERE published < wanted AND (failures >= ?1 OR behind_since < ?2)
         ORDER BY behind_since LIMIT 10`,
      )
      .bind(STUCK_FAILURES, new Date(now.getTime() - LATE_MS).toISOString()),
  ])
  return {
    behind: (count?.results[0] as { behind: number } | undefined)?.behind ?? 0,
    stuck: (stuck?.results ?? []) as PublishingState['stuck'],
  }
}
