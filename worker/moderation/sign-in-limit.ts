import type { D1Database } from '@cloudflare/workers-types'
import { countSends, recordSend } from '../notes/device-sends'
import { deviceHash, senderOf } from '../notes/signals'

/** Wrong keys that one device may try in the window. A person mistypes; a key has 192 bits, so this stops noise. */
const WRONG_KEYS = 10
const WINDOW_MS = 10 * 60_000
export const RETRY_AFTER = String(WINDOW_MS / 1000)

/**
 * Whoever tries keys, by the day's keyed hash of address and browser: never by a moderator's name, or a stranger could
 * keep that moderator out. A right key is not counted.
 */
export function triedBy(secret: string, headers: Headers, now: Date): Promise<string> {
  const { address, browser } = senderOf(headers)
  return deviceHash(secret, `sign-in ${address}`, browser, now)
}

export async function triedTooOften(db: D1Database, device: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - WINDOW_MS).toISOString()
  return (await countSends(db, device, since)) >= WRONG_KEYS
}

/** Forgotten within a day, with what the other limits keep. */
export async function rememberWrongKey(db: D1Database, device: string, now: Date): Promise<void> {
  await recordSend(db, device, now.toISOString())
}
