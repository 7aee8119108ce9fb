import { app } from './app'
import type { Env } from './env'
import { forgetSessions } from './moderation/moderators'
import { forgetSends } from './notes/store'
import { noUse, patientStores } from './patient-stores'
import { publishRest } from './publishing/outbox'

export default {
  fetch: app.fetch,
  /** Once a minute: goes on with what publishing could not finish, and forgets what the limits kept. */
  async scheduled(_controller, env) {
    const stores = patientStores(env, noUse())
    await publishRest(stores, Date.now())
    await forgetSends(stores.DB, new Date())
    await forgetSessions(stores.DB, new Date())
  },
} satisfies ExportedHandler<Env>
