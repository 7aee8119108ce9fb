import type { Env } from '../env'
import { deviceHash } from './signals'

/**
 * Whether this address sends more than a room full of people does. The platform's limiter forgets by itself; it sees
 * the address's keyed hash and never the address.
 */
export async function isFlood(env: Pick<Env, 'FLOOD' | 'SECRET'>, address: string, now: Date): Promise<boolean> {
  const { success } = await env.FLOOD.limit({ key: await deviceHash(env.SECRET, address, '', now) })
  return !success
}
