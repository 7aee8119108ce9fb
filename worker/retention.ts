import type { Stores } from './env'
import { indexIfPublished } from './last-published'
import { forgetLeases } from './moderation/leases'
import { forgetSessions } from './moderation/moderators'
import { forgetSends } from './notes/device-sends'
import { eraseRefused } from './notes/retention'
import { retrying } from './notes/retry'
import { readUpkeep, recordUpkeep } from './upkeep'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** Looking for what is old reads every note that was refused; once an hour is often enough for days. */
const EVERY_MS = HOUR_MS

/** What was kept long enough is erased or forgotten: after the times of `site.yml`, and who reads what once it is over. */
export async function keepToRetention({ DB: db, PAGES }: Stores, now: Date): Promise<void> {
  await forgetLeases(db, now)
  // Without the settings no text is erased: the site may keep texts longer than is usual.
  const index = await indexIfPublished(PAGES)
  if (!index) return
  const { rejected, spam, sessions, limits } = index.site.retention
  await forgetSends(db, before(now, limits * HOUR_MS))
  const { purge, closed } = await readUpkeep(db)
  // A backup is coming back: the last decision on a note, which says how long it is kept, may still be missing.
  if (closed !== undefined) return
  if (purge !== undefined && purge <= now.toISOString() && purge > before(now, EVERY_MS)) return
  await retrying(() => eraseRefused(db, 'rejected', before(now, rejected * DAY_MS), now.toISOString()))
  await retrying(() => eraseRefused(db, 'spam', before(now, spam * DAY_MS), now.toISOString()))
  await forgetSessions(db, before(now, sessions * DAY_MS))
  await recordUpkeep(db, 'purge', now)
}

function before(now: Date, ms: number): string {
  return new Date(now.getTime() - ms).toISOString()
}
