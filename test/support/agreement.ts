import { expect } from 'vitest'
import { compareNotes, compareValue, type Difference } from '../../worker/publishing/compare'
import { LOOKS_A_RUN } from '../../worker/publishing/second-look'
import { INDEX_KEY, type PageIndex, parsePageIndex } from '../../worker/site/page-index'
import type { RunningSite } from './harness'

/** Nothing waits any longer, as if some minutes had gone by. */
export async function letMinutesPass(site: RunningSite): Promise<void> {
  const minutesAgo = new Date(Date.now() - 3 * 60_000).toISOString()
  await site.env.DB.prepare(
    `UPDATE outbox SET due_at = '', leased_until = '', written_at = min(written_at, ?1) WHERE key NOT GLOB 'document/*'`,
  )
    .bind(minutesAgo)
    .run()
}

/**
 * Minutes later, with everything in order again: nothing is behind, and KV says what D1 says.
 * @param noteId Compares only what shows this note: comparing all notes takes as long as there are some.
 */
export async function expectAgreement(site: RunningSite, noteId?: string): Promise<void> {
  await letMinutesPass(site)
  const written = await site.env.DB.prepare('SELECT count(*) AS keys FROM outbox').first<number>('keys')
  // Each run looks at some of the values written lately, until all have had their turn.
  for (let looked = 0; looked <= (written ?? 0); looked += LOOKS_A_RUN) await site.runCron()
  const behind = site.env.DB.prepare(
    `SELECT key, wanted, published FROM outbox WHERE published < wanted AND key NOT GLOB 'document/*'`,
  )
  expect((await behind.all()).results).toEqual([])
  const index = parsePageIndex((await site.env.PAGES.get(INDEX_KEY)) ?? '')
  expect(noteId === undefined ? await allDifferences(site, index) : await differencesOf(site, index, noteId)).toEqual(
    [],
  )
}

async function allDifferences({ env }: RunningSite, index: PageIndex): Promise<Difference[]> {
  const differences: Difference[] = []
  for await (const difference of compareNotes(env, index)) differences.push(difference)
  return differences
}

async function differencesOf({ env }: RunningSite, index: PageIndex, noteId: string): Promise<Difference[]> {
  const { results } = await env.DB.prepare(
    `SELECT key FROM outbox WHERE key GLOB 'block/*'
     OR key IN ('latest', 'counts', 'taken-away', 'note/' || ?1, 'erased/' || ?1)`,
  )
    .bind(noteId)
    .all<{ key: string }>()
  const compared = await Promise.all(results.map(({ key }) => compareValue(env, index, key)))
  return compared.filter((difference) => difference !== null)
}
