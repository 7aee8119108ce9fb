import { app } from './app'
import type { Env } from './env'
import { forgetSessions } from './moderation/moderators'
import { forgetSends } from './notes/store'
import { publishRest } from './publishing/outbox'

export default {
  fetch: app.fetch,
  /** Once a minute: goes on with what publishing could not finish, and forgets what the limits kept. */
  async scheduled(_controller, env) {
    await publishRest(env, Date.now())
    await forgetSends(env.DB, new Date())
    await forgetSessions(env.DB, new Date())
  },
} satisfies ExportedHandler<Env>
