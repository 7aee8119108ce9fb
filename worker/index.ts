import { app } from './app'
import type { Env } from './env'
import { logFault } from './log'
import { noUse, patientStores } from './patient-stores'
import { publishDocuments } from './publishing/documents'
import { publishRest } from './publishing/outbox'
import { visitFromMemory } from './reading/from-memory'
import { composeProven } from './reading/proceedings/compose'
import { keepToRetention } from './retention'
import { readPageIndex } from './site/read-index'
import { recordUpkeep } from './upkeep'

export default {
  /** Most visits ask for a page that this isolate has just sent; only what else comes passes through the app. */
  fetch: (request, env, context) => visitFromMemory(request, env) ?? app.fetch(request, env, context),
  /** Once a minute: goes on with what publishing could not finish, composes what is due, and forgets what was kept long enough. */
  async scheduled({ scheduledTime }, env) {
    const now = new Date(scheduledTime)
    const stores = patientStores(env, noUse())
    await publishRest(stores, Date.now())
    await publishDocuments(stores, (name) => composeProven(stores, name), Date.now())
    // Without the settings nothing is erased: the site may keep texts longer than is usual.
    const index = await readPageIndex(stores.PAGES, (error) => logFault('index read from memory', error))
    if (index) await keepToRetention(stores.DB, index.site.retention, now)
    await recordUpkeep(stores.DB, 'cron', now)
  },
} satisfies ExportedHandler<Env>
