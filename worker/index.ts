import { app } from './app'
import type { Env } from './env'
import { logFault } from './log'
import { publishRest } from './publishing/outbox'
import { keepToRetention } from './retention'
import { readPageIndex } from './site/read-index'
import { defaultRetention } from './site/retention'
import { recordUpkeep } from './upkeep'

export default {
  fetch: app.fetch,
  /** Once a minute: goes on with what publishing could not finish, and forgets what was kept long enough. */
  async scheduled({ scheduledTime }, env) {
    const now = new Date(scheduledTime)
    await publishRest(env, Date.now())
    await keepToRetention(env.DB, await retentionOf(env), now)
    await recordUpkeep(env.DB, 'cron', now)
  },
} satisfies ExportedHandler<Env>

/** An index from before there was a retention in it says nothing of it. */
async function retentionOf(env: Env) {
  const index = await readPageIndex(env.PAGES, (error) => logFault('index read from memory', error)).catch(() => null)
  return { ...defaultRetention, ...index?.site.retention }
}
