import type { D1Database } from '@cloudflare/workers-types'
import { addressOfPage, type PageIndex } from '../../worker/site/page-index'
import { redirectOf } from '../../worker/site/redirects'
import type { BuiltIndex } from '../content/build-site'
import { hasTable } from '../migrations'

/**
 * Pages that notes hold on to and that the new index has no more. A redirect from the old address says where the
 * page went; whoever writes one has thought of the notes.
 * @param published The index that stands now; null: none yet.
 * @returns Old addresses, or page ids where even the address is unknown.
 */
export function droppedPages(published: PageIndex | null, next: BuiltIndex, idsWithNotes: string[]): string[] {
  const kept = new Set(Object.values(next.pages).map(({ id }) => id))
  return idsWithNotes
    .filter((id) => !kept.has(id))
    .map((id) => (published && addressOfPage(published, id)) ?? id)
    .filter((address) => redirectOf(next.site, address) === undefined)
}

/** Ids of the pages that have notes which were not withdrawn. */
export async function pagesWithNotes(db: D1Database): Promise<string[]> {
  if (!(await hasTable(db, 'notes'))) return []
  const { results } = await db
    .prepare(`SELECT DISTINCT page FROM notes WHERE status <> 'withdrawn' ORDER BY page`)
    .all<{ page: string }>()
  return results.map(({ page }) => page)
}
