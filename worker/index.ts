import { app } from './app'
import type { Env } from './env'

export default {
  fetch: app.fetch,
  async scheduled() {},
} satisfies ExportedHandler<Env>
