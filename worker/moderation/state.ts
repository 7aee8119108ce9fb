import type { D1Database } from '@cloudflare/workers-types'
import type { Stores } from '../env'
import { type PublishingState, publishingState } from '../publishing/publishing-state'
import { INDEX_KEY } from '../site/page-index'
import { readUpkeep } from '../upkeep'
import { queueSize, waitingOf } from './queue'

export type SiteState = {
  queue: { waiting: number; oldest: string | null }
  publishing: PublishingState
  pagesAnswer: boolean
  /** When each was last done; undefined: never. */
  upkeep: Awaited<ReturnType<typeof readUpkeep>>
  /** When a note last changed by a sender's or a moderator's doing; null: there is none. */
  lastChange: string | null
}

/** What a moderator may ask about the site, read from D1 and KV as they are now. */
export async function siteState({ DB, PAGES }: Stores, now: Date): Promise<SiteState> {
  const [size, publishing, pagesAnswer, upkeep, lastChange] = await Promise.all([
    queueSize(DB),
    publishingState(DB, now),
    PAGES.get(INDEX_KEY).then(
      (text) => text !== null,
      () => false,
    ),
    readUpkeep(DB),
    lastChangeOf(DB),
  ])
  const queue = { waiting: waitingOf(size), oldest: size.oldest }
  return { queue, publishing, pagesAnswer, upkeep, lastChange }
}

async function lastChangeOf(db: D1Database): Promise<string | null> {
  const row = await db
    .prepare(
      `SELECT max(
         coalesce((SELECT created_at FROM revisions ORDER BY created_at DESC LIMIT 1), ''),
         coalesce((SELECT at FROM decisions ORDER BY seq DESC LIMIT 1), '')
       ) AS at`,
    )
    .first<{ at: string }>()
  return row?.at || null
}

/** The cron comes once a minute; later than this, it does not come. */
const CRON_LATE_MS = 5 * 60_000

/** A day's notes are what an organiser can bear to lose. */
const BACKUP_OLD_MS = 24 * 60 * 60_000

export type Point = 'publishing' | 'pages' | 'background' | 'backup' | 'restoring'

/** What is not as it should be. Nothing: all is well. */
export function pointsOf({ publishing, pagesAnswer, upkeep, lastChange }: SiteState, now: Date): Point[] {
  const olderThan = (at: string | undefined, ms: number) => at === undefined || now.getTime() - Date.parse(at) > ms
  const unsaved = lastChange !== null && (upkeep.backup ?? '') < lastChange
  return [
    ...(publishing.stuck.length > 0 ? (['publishing'] as const) : []),
    ...(pagesAnswer ? [] : (['pages'] as const)),
    ...(upkeep.cron !== undefined && olderThan(upkeep.cron, CRON_LATE_MS) ? (['background'] as const) : []),
    ...(unsaved && olderThan(upkeep.backup, BACKUP_OLD_MS) ? (['backup'] as const) : []),
    ...(upkeep.restore === undefined ? [] : (['restoring'] as const)),
  ]
}
