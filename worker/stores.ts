import type { Context } from 'hono'
import type { AppContext, RequestStores } from './env'

/** What a domain call that publishes works with, taken out of the request's context. */
export function storesOf(c: Context<AppContext>): RequestStores {
  return { DB: c.env.DB, PAGES: c.env.PAGES, later: (work) => c.executionCtx.waitUntil(work) }
}
