import { app } from './app'
import type { Env } from './env'
import { forgetSends } from './notes/store'
import { publishDocuments } from './publishing/documents'
import { publishRest } from './publishing/outbox'
import { composeProven } from './reading/proceedings/compose'

export default {
  fetch: app.fetch,
  /** Once a minute: goes on with what publishing could not finish, composes what is due, forgets what the limits kept. */
  async scheduled(_controller, env) {
    await publishRest(env, Date.now())
    await publishDocuments(env, (name) => composeProven(env, name), Date.now())
    await forgetSends(env.DB, new Date())
  },
} satisfies ExportedHandler<Env>
