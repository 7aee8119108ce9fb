import { app } from './app'
import type { Env } from './env'
import { logFault } from './log'
import { publishRest } from './publishing/outbox'
import { keepToRetention } from './retention'
import { readPageIndex } from './site/read-index'
import { recordUpkeep } from './upkeep'

export default {
  fetch: app.fetch,
  /** Once a minute: goes on with what publishing could not finish, and forgets what was kept long enough. */
  async scheduled({ scheduledTime }, env) {
    const now = new Date(scheduledTime)
    await publishRest(env, Date.now())
    // Without the settings nothing is erased: the site may keep texts longer than is usual.
    const index = await readPageIndex(env.PAGES, (error) => logFault('index read from memory', error))
    if (index) await keepToRetention(env.DB, index.site.retention, now)
    await recordUpkeep(env.DB, 'cron', now)
  },
} satisfies ExportedHandler<Env>
