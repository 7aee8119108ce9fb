import type { KVNamespace } from '@cloudflare/workers-types'
import { readPublishedMany } from '../../publishing/published-values'
import type { Block } from '../../publishing/values'

/** Blocks in memory together: at twenty notes of 20,000 characters each, as Markdown and twice as HTML, some 24 MB. */
export const BLOCKS_AT_ONCE = 10

/**
 * Blocks that are read one after the other. Those that come next are asked for along with the one that is wanted: KV
 * counts ten values asked for together as one of an invocation's thousand operations, and most pages have one block.
 * https://developers.cloudflare.com/kv/platform/limits/
 */
export class BlocksAhead {
  readonly #place: Map<string, number>
  #held = new Map<string, Block | null>()

  /** @param order Keys in the order in which they will be wanted, the same one several times in a row if need be. */
  constructor(
    private readonly pages: KVNamespace,
    private readonly order: string[],
  ) {
    this.#place = new Map(order.map((key, place) => [key, place]))
  }

  /** @param keys Of at most `BLOCKS_AT_ONCE` blocks. */
  async read(keys: string[]): Promise<(Block | null)[]> {
    const missing = keys.filter((key) => !this.#held.has(key))
    const [first] = missing
    if (first !== undefined) {
      const place = this.#place.get(first)
      const next = place === undefined ? [] : this.order.slice(place, place + BLOCKS_AT_ONCE)
      const asked = [...new Set([...missing, ...next])].slice(0, BLOCKS_AT_ONCE)
      const blocks = await readPublishedMany<Block>(this.pages, asked)
      const still = keys.map((key) => [key, this.#held.get(key) ?? null] as const)
      this.#held = new Map([...still, ...asked.map((key, n) => [key, blocks[n] ?? null] as const)])
    }
    return keys.map((key) => this.#held.get(key) ?? null)
  }
}
