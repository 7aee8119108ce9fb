import type { D1Database, KVNamespace, RateLimit } from '@cloudflare/workers-types'

/** What wrangler.toml binds. */
export type Env = {
  /** Pages by the build, notes by publishing: everything a visitor reads. */
  PAGES: KVNamespace
  /** The truth about notes, decisions and moderators. */
  DB: D1Database
  FLOOD: RateLimit
}

export type AppContext = { Bindings: Env }
