import { app } from './app'
import type { Env } from './env'
import { logFault } from './log'
import { noUse, patientStores } from './patient-stores'
import { publishDocuments } from './publishing/documents'
import { publishRest } from './publishing/outbox'
import { rewriteLost } from './publishing/second-look'
import { visitFromMemory } from './reading/from-memory'
import { composeProven } from './reading/proceedings/compose'
import { keepToRetention } from './retention'
import { recordUpkeep } from './upkeep'

export default {
  /** Most visits ask for a page that this isolate has just sent; only what else comes passes through the app. */
  fetch: (request, env, context) => visitFromMemory(request, env) ?? app.fetch(request, env, context),
  /** Once a minute: forgets what was kept long enough, goes on with what publishing could not finish, composes what is due. */
  async scheduled({ scheduledTime }, env) {
    const now = new Date(scheduledTime)
    const stores = patientStores(env, noUse())
    // What costs little comes first: the platform may end a run in the midst of what costs much, and at the next one again.
    await tried('retention', () => keepToRetention(stores, now))
    await tried('upkeep', () => recordUpkeep(stores.DB, 'cron', now))
    await tried('publishing', () => publishRest(stores, Date.now()))
    await tried('second look', () => rewriteLost(stores, now))
    await publishDocuments(stores, (name) => composeProven(stores, name), Date.now())
  },
} satisfies ExportedHandler<Env>

/** A task of the cron that fails is tried again a minute later, and keeps no other from its turn. */
async function tried(task: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    logFault('the cron did not finish a task', error, { task })
  }
}
