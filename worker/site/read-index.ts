import type { KVNamespace } from '@cloudflare/workers-types'
import { Memory } from './memory'
import { INDEX_KEY, type PageIndex, parsePageIndex } from './page-index'
import { Unavailable } from './unavailable'

/** What was published shows after this, in every isolate; within it a visit asks KV nothing. */
export const FRESH_MS = 3_000

/** How long the last good answer stands in for a KV that fails. */
export const LAST_GOOD_MS = 10 * 60_000

/** The text beside what it says, so that an unchanged index stays the same object and is not parsed again. */
type HeldIndex = { text: string | null; index: PageIndex | null }

const memory = new Memory<HeldIndex>({ freshMs: FRESH_MS, lastGoodMs: LAST_GOOD_MS, room: 1 })

/** The index while the memory needs not ask KV for it. */
export function freshPageIndex(): PageIndex | null {
  return memory.fresh(INDEX_KEY, Date.now())?.index ?? null
}

/** The index as this isolate last saw it, however long ago: good enough to foresee what a page will need. */
export function lastPageIndex(): PageIndex | null {
  return memory.peek(INDEX_KEY)?.index ?? null
}

/**
 * The page index as last published.
 * @returns Null when nothing was ever published.
 * @throws Unavailable when KV fails and the memory has nothing good.
 */
export async function readPageIndex(pages: KVNamespace, onFault: (error: unknown) => void): Promise<PageIndex | null> {
  const load = async (remembered: HeldIndex | undefined): Promise<HeldIndex> => {
    const text = await pages.get(INDEX_KEY).catch((cause: unknown) => {
      throw new Unavailable('The page index could not be read from KV.', { cause })
    })
    if (remembered && remembered.text === text) return remembered
    return { text, index: text === null ? null : parsePageIndex(text) }
  }
  return (await memory.read(INDEX_KEY, Date.now(), load, onFault)).index
}
