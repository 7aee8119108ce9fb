import type { KVNamespace } from '@cloudflare/workers-types'
import { Memory } from './memory'
import { INDEX_KEY, type PageIndex, parsePageIndex } from './page-index'
import { Unavailable } from './unavailable'

/** Publishing the content shows after this, in every isolate; within it a visit asks KV nothing. */
export const FRESH_MS = 3_000

/** How long the last good answer stands in for a KV that fails. */
export const LAST_GOOD_MS = 10 * 60_000

const memory = new Memory<PageIndex>({ freshMs: FRESH_MS, lastGoodMs: LAST_GOOD_MS, maxEntries: 1 })

/**
 * The page index as last published.
 * @returns Null when nothing was ever published.
 * @throws Unavailable when KV fails and the memory has nothing good.
 */
export function readPageIndex(pages: KVNamespace, onFault: (error: unknown) => void): Promise<PageIndex | null> {
  const load = async () => {
    const value = await pages.get(INDEX_KEY).catch((cause: unknown) => {
      throw new Unavailable('The page index could not be read from KV.', { cause })
    })
    return value === null ? null : parsePageIndex(value)
  }
  return memory.read(INDEX_KEY, Date.now(), load, onFault)
}
