import type { KVNamespace } from '@cloudflare/workers-types'
import { Memory } from './memory'
import type { PageIndex, PublishedSession } from './page-index'
import { LAST_GOOD_MS } from './read-index'
import { Unavailable } from './unavailable'

/** A key of session data holds a hash of it, so what stands under it never changes. */
const memory = new Memory<PublishedSession[]>({
  freshMs: 24 * 60 * 60_000,
  lastGoodMs: LAST_GOOD_MS,
  room: 2,
})

/** The sessions of the programme in its order, as last published. @throws Unavailable when KV fails. */
export function readSessions(
  pages: KVNamespace,
  index: PageIndex,
  onFault: (error: unknown) => void,
): Promise<PublishedSession[]> {
  const load = async (): Promise<PublishedSession[]> => {
    const sessions = await pages.get<PublishedSession[]>(index.sessions, 'json').catch((cause: unknown) => {
      throw new Unavailable('The sessions could not be read from KV.', { cause })
    })
    if (!sessions) throw new Unavailable(`KV lacks ${index.sessions}, which the index names.`)
    return sessions
  }
  return memory.read(index.sessions, Date.now(), load, onFault)
}
