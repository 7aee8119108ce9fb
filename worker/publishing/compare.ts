import type { D1Database, KVNamespace } from '@cloudflare/workers-types'
import type { Stores } from '../env'
import { BLOCK_SIZE } from '../notes/changes'
import { documentKey, documentNames } from '../notes/documents'
import { jsonOrNull } from '../site/json-or-null'
import { keysIn } from '../site/keys-in'
import type { PageIndex } from '../site/page-index'
import type { StoredDocument } from './documents'
import { countTakenAway, renderValue } from './render'
import { blockKey, permalinkKey, TAKEN_AWAY_KEY } from './values'

/**
 * What KV should hold of notes, by D1, against what it holds. For `npm run repair` and for tests: at its work the
 * program trusts the outbox.
 */

/** `missing`, `old`: D1 knows better. `stray`: nothing in D1 accounts for it. */
export type Difference = { key: string; what: 'missing' | 'old' | 'stray' }

/** Reads everything, a value at a time: as long as there are notes. */
export async function* compareNotes({ DB, PAGES }: Stores, index: PageIndex): AsyncGenerator<Difference> {
  const known = new Set<string>()
  for await (const key of expectedKeys(DB)) {
    known.add(key)
    const difference = await compareValue({ DB, PAGES }, index, key)
    if (difference) yield difference
  }
  for (const name of documentNames) {
    const difference = await compareDocument({ DB, PAGES }, documentKey(name))
    if (difference) yield difference
  }
  for (const prefix of ['block/', 'note/']) {
    for await (const keys of keysIn(PAGES, prefix)) {
      for (const { name } of keys) {
        if (known.has(name)) continue
        const difference = await compareUnexpected({ DB, PAGES }, index, name)
        if (difference) yield difference
      }
    }
  }
}

/** One value that should be there. Null: it is, and says what D1 says. */
export async function compareValue({ DB, PAGES }: Stores, index: PageIndex, key: string): Promise<Difference | null> {
  const held = await PAGES.get(key)
  if (held === null) return { key, what: 'missing' }
  return sameValue(held, await renderValue(DB, index, key)) ? null : { key, what: 'old' }
}

/** A document is not made again to be compared: it was composed, and is not of before something was taken away. */
async function compareDocument({ DB, PAGES }: Stores, key: string): Promise<Difference | null> {
  const isComposed = await DB.prepare('SELECT 1 FROM outbox WHERE key = ?1 AND published = wanted').bind(key).first()
  if (!isComposed) return null
  const held = await PAGES.get(key)
  if (held === null) return { key, what: 'missing' }
  const isShown = (jsonOrNull<StoredDocument>(held)?.takenAway ?? -1) >= (await countTakenAway(DB))
  return isShown ? null : { key, what: 'old' }
}

/** One value that was not expected when the comparison began: it may have been published since. */
async function compareUnexpected({ DB, PAGES }: Stores, index: PageIndex, key: string): Promise<Difference | null> {
  const isWanted = await DB.prepare('SELECT 1 FROM outbox WHERE key = ?1').bind(key).first()
  if (isWanted) return compareValue({ DB, PAGES }, index, key)
  return (await isTombstone(PAGES, key)) ? null : { key, what: 'stray' }
}

/** Keys that publishing owns once anything was published: nothing has to be there before. */
async function* expectedKeys(db: D1Database): AsyncGenerator<string> {
  const { results: pages } = await db
    .prepare('SELECT page, max(number) AS last FROM notes WHERE number IS NOT NULL GROUP BY page ORDER BY page')
    .all<{ page: string; last: number }>()
  for (const { page, last } of pages) {
    for (let block = 1; block <= Math.ceil(last / BLOCK_SIZE); block++) yield blockKey(page, block)
  }
  for (let after = 0; ; ) {
    const { results } = await db
      .prepare('SELECT seq, id FROM notes WHERE number IS NOT NULL AND seq > ?1 ORDER BY seq LIMIT 500')
      .bind(after)
      .all<{ seq: number; id: string }>()
    for (const { id } of results) yield permalinkKey(id)
    const last = results.at(-1)
    if (!last) break
    after = last.seq
  }
  if (pages.length > 0) yield* ['latest', 'counts']
  // Known by the outbox alone.
  const { results: others } = await db
    .prepare(`SELECT key FROM outbox WHERE key GLOB 'erased/*' OR key = '${TAKEN_AWAY_KEY}' ORDER BY key`)
    .all<{ key: string }>()
  for (const { key } of others) yield key
}

/** That a note is gone stays true, even for a database that never knew it. */
async function isTombstone(pages: KVNamespace, key: string): Promise<boolean> {
  return jsonOrNull<{ gone?: boolean }>(await pages.get(key))?.gone === true
}

/** What is damaged, and no JSON any more, is the same as nothing. */
function sameValue(held: string, wanted: string): boolean {
  const value = jsonOrNull(held)
  return value !== null && comparable(value) === comparable(JSON.parse(wanted))
}

/**
 * A block knows at least its next one, the first one all; and two compressors differ by a few bytes. Neither makes
 * a value wrong.
 */
function comparable(value: object): string {
  return JSON.stringify('markup' in value && 'blocks' in value ? { ...value, blocks: 0, weight: 0 } : value)
}
