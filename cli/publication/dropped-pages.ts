import type { D1Database } from '@cloudflare/workers-types'
import { addressOfPage, type PageIndex } from '../../worker/site/page-index'
import { redirectOf } from '../../worker/site/redirects'
import type { BuiltIndex } from '../content/build-site'
import { hasTable } from '../migrations'

/** @property notes How many were not withdrawn. */
export type PageWithNotes = { id: string; notes: number }

/** A page that went by a redirect alone, and the address that it had. */
export type LedOn = PageWithNotes & { address: string }

/**
 * Pages that notes hold on to and that the new index has no more.
 * @param published The index that stands now; null: none yet.
 * @returns `lost`: old addresses, or page ids where even the address is unknown; `ledOn`: those that go now, and a redirect
 *   from the old address says where.
 */
export function droppedPages(
  published: PageIndex | null,
  next: BuiltIndex,
  withNotes: PageWithNotes[],
): { lost: string[]; ledOn: LedOn[] } {
  const kept = new Set(Object.values(next.pages).map(({ id }) => id))
  const lost: string[] = []
  const ledOn: LedOn[] = []
  for (const { id, notes } of withNotes) {
    if (kept.has(id)) continue
    const before = published ? addressOfPage(published, id) : id
    const address = before ?? id
    // It went earlier, by a redirect from an address that its id does not tell.
    if (before === undefined && !id.startsWith('/')) continue
    if (redirectOf(next.site, address) === undefined) lost.push(address)
    else if (before !== undefined) ledOn.push({ id, notes, address })
  }
  return { lost, ledOn }
}

export function explainLedOn(pages: LedOn[]): string {
  return pages
    .map(
      ({ id, notes, address }) =>
        `attention : ${address} n’est plus qu’une redirection. Ses notes (${notes}) restent à leur adresse, dans les actes et dans
l’archive, mais ne sont plus sur aucune page. Pour les avoir sur la nouvelle page, écrivez dans son en-tête :
id: ${id}`,
    )
    .join('\n')
}

/** The pages that have notes which were not withdrawn. */
export async function pagesWithNotes(db: D1Database): Promise<PageWithNotes[]> {
  if (!(await hasTable(db, 'notes'))) return []
  const { results } = await db
    .prepare(`SELECT page AS id, count(*) AS notes FROM notes WHERE status <> 'withdrawn' GROUP BY page ORDER BY page`)
    .all<PageWithNotes>()
  return results
}
