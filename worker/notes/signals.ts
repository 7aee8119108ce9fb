import type { D1Database } from '@cloudflare/workers-types'
import { areNear, printOf } from './near-copy'
import { countSends, recentPrints, recordSend } from './store'
import { keyed, sameToken } from './tokens'

/**
 * Signals rank what moderators read; they never refuse. People who share one address, use a screen reader or come
 * back to an old tab trip them too.
 */
export type Signals = {
  /** The field that people do not see was filled. */
  trapFilled: boolean
  /** When the form was written, ms since 1970; null: the client brought no stamp of ours. */
  renderedAt: number | null
  /** Keyed hash of address and browser, salted by the day. */
  device: string
}

const FAST_MS = 3_000
const MANY_LINKS = 3
const SENDS = 30
const SENDS_WINDOW_MS = 10 * 60_000
/** Prints that a new note is compared with: more than an event's busiest hour. */
const COMPARED = 500

/**
 * What the moderators are told about a note, as `name` or `name:detail`: `trap`, `fast`, `no-stamp`, `links:4`,
 * `near:GLAZ-12`, `device`.
 */
export async function flagsFor(
  db: D1Database,
  body: string,
  links: number,
  signals: Signals,
  now: Date,
): Promise<string[]> {
  const since = new Date(now.getTime() - SENDS_WINDOW_MS).toISOString()
  const [near, sends] = await Promise.all([nearCopy(db, body), countSends(db, signals.device, since)])
  await recordSend(db, signals.device, now.toISOString())
  return [
    ...(signals.trapFilled ? ['trap'] : []),
    ...(signals.renderedAt === null ? ['no-stamp'] : now.getTime() - signals.renderedAt < FAST_MS ? ['fast'] : []),
    ...(links >= MANY_LINKS ? [`links:${links}`] : []),
    ...(near === null ? [] : [`near:${near}`]),
    ...(sends >= SENDS ? ['device'] : []),
  ]
}

/** A signed hour, so that a form can say when it was written. It has no maximum age: people keep a tab open all day. */
export async function stamp(secret: string, now: number): Promise<string> {
  return `${now}.${await keyed(secret, 'form stamp', String(now))}`
}

/** @returns Ms since 1970; null when the stamp is not ours. */
export async function readStamp(secret: string, text: string): Promise<number | null> {
  const [time = '', signature = ''] = text.split('.')
  return (await sameToken(signature, await keyed(secret, 'form stamp', time))) ? Number(time) : null
}

/** The device as the limits know it: worthless tomorrow, and without the secret. */
export async function deviceHash(secret: string, address: string, browser: string, now: Date): Promise<string> {
  return (await keyed(secret, `device ${now.toISOString().slice(0, 10)}`, `${address}\n${browser}`)).slice(0, 22)
}

async function nearCopy(db: D1Database, body: string): Promise<string | null> {
  const print = printOf(body)
  if (print === null) return null
  const prints = await recentPrints(db, COMPARED)
  return prints.find((other) => areNear(other.print, print))?.reference ?? null
}
