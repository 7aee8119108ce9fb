import type { D1Database, KVNamespace, RateLimit } from '@cloudflare/workers-types'
import type { PublishingState } from './publishing/publishing-state'
import type { PageIndex } from './site/page-index'

/** What wrangler.toml binds. */
export type Env = {
  /** Pages by the build, notes by publishing: everything a visitor reads. */
  PAGES: KVNamespace
  /** The truth about notes, decisions and moderators. */
  DB: D1Database
  FLOOD: RateLimit
  /** Derives receipts, stamps and the hashes of the limits. Made by the first start or deploy. */
  SECRET: string
  /** `faults`: only requests that ended with a fault of ours get a line in the log. Else every request does. */
  REQUEST_LOG?: string
  /** The one host on which moderation answers; unset: wherever the site does. */
  ADMIN_HOST?: string
}

/** What is kept. */
export type Stores = Pick<Env, 'DB' | 'PAGES'>

/** The same as a request has it: `later` goes on with work after the answer is out. */
export type RequestStores = Stores & { later: (work: Promise<unknown>) => void }

/** Who may decide. Organisers may also erase, and make keys. */
export type Moderator = { name: string; organiser: boolean }

export type AppContext = {
  Bindings: Env
  Variables: {
    /** Names this request in the log and on pages that say what went wrong. */
    requestId: string
    /** The answer is made while it is sent (methods.ts). */
    streamed?: true
    /** Once it was asked for (published-index.ts). */
    index?: Promise<PageIndex>
    /** Set behind `withKey` and `withSession` alone (moderation/access.ts). */
    moderator: Moderator
    /** Whether this moderator has switched the keyboard's shortcuts on. Set behind `withSession` alone. */
    shortcuts: boolean
    /** How publishing stands, asked for along with what a page of the moderators shows (moderation/frame.tsx). */
    publishing?: Promise<PublishingState>
  }
}
