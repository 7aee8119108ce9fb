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

/** More than this many notes from one device within the window are worth a look. */
export const SENDS = 30
export const SENDS_WINDOW_MS = 10 * 60_000

/**
 * What the moderators are told about a note, as `name` or `name:detail`: `trap`, `fast`, `no-stamp`, `links:4`,
 * `near:GLAZ-12`; `device` is found by the database when it stores the note.
 * @param near Reference of the note that it is nearly a copy of.
 */
export function flagsOf(links: number, near: string | null, signals: Signals, now: Date): string[] {
  return [
    ...(signals.trapFilled ? ['trap'] : []),
    ...(signals.renderedAt === null ? ['no-stamp'] : now.getTime() - signals.renderedAt < FAST_MS ? ['fast'] : []),
    ...(links >= MANY_LINKS ? [`links:${links}`] : []),
    ...(near === null ? [] : [nearFlag(near)]),
  ]
}

export function nearFlag(reference: string): string {
  return `near:${reference}`
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

/** As the request names them; of neither more is kept than their hash. */
export function senderOf(headers: Headers): { address: string; browser: string } {
  return { address: headers.get('CF-Connecting-IP') ?? '', browser: headers.get('User-Agent') ?? '' }
}

/** The device as the limits know it: worthless tomorrow, and without the secret. */
export async function deviceHash(secret: string, address: string, browser: string, now: Date): Promise<string> {
  return (await keyed(secret, `device ${now.toISOString().slice(0, 10)}`, `${address}\n${browser}`)).slice(0, 22)
}
