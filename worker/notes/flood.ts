import type { Env } from '../env'
import { logFault } from '../log'
import { deviceHash, senderOf } from './signals'

/**
 * Whether the request's address sends, searches or tries wrong keys more than a room full of people does. The platform's
 * limiter forgets by itself; it sees the address's keyed hash and never the address. When it fails, a note is worth more
 * than a limit.
 * @param counted Each by itself, so that whoever searches too much keeps nobody beside them from sending.
 */
export async function isFlood(
  env: Pick<Env, 'FLOOD' | 'SECRET'>,
  headers: Headers,
  now: Date,
  counted: 'sent' | 'searched' | 'wrong key' = 'sent',
): Promise<boolean> {
  const { address } = senderOf(headers)
  try {
    const { success } = await env.FLOOD.limit({ key: `${counted} ${await deviceHash(env.SECRET, address, '', now)}` })
    return !success
  } catch (error) {
    logFault('the flood limit could not be asked', error)
    return false
  }
}
