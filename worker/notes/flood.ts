import type { Env } from '../env'
import { logFault } from '../log'
import { deviceHash } from './signals'

/**
 * Whether this address sends more than a room full of people does. The platform's limiter forgets by itself; it sees
 * the address's keyed hash and never the address. When it fails, a note is worth more than a limit.
 */
export async function isFlood(env: Pick<Env, 'FLOOD' | 'SECRET'>, address: string, now: Date): Promise<boolean> {
  try {
    const { success } = await env.FLOOD.limit({ key: await deviceHash(env.SECRET, address, '', now) })
    return !success
  } catch (error) {
    logFault('the flood limit could not be asked', error)
    return false
  }
}
