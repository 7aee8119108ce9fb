import type { D1Database } from '@cloudflare/workers-types'
import { searchable } from '../site/search-words'
import { printOf } from './near-copy'
import { retrying } from './retry'

/** What D1 keeps beside the truth and makes from it: search copies, prints, counts. `npm run repair` holds it to the truth. */

/** What is kept beside a text: its search copy, and the print that finds near copies. */
export function derivedFrom(body: string): { search: string; print: string | null } {
  const search = searchable(body)
  return { search, print: printOf(search) }
}

const AT_ONCE = 200

type Derived = { seq: number; id: string; number: number; body: string; search: string | null; print: string | null }

/**
 * Revisions whose search copy or print is not what their text makes.
 * @param mend Makes them again.
 * @returns How many differed.
 */
export async function repairSearchCopies(db: D1Database, { mend }: { mend: boolean }): Promise<number> {
  let differing = 0
  for (let after: [seq: number, number: number] = [0, 0]; ; ) {
    const { results } = await db
      .prepare(
        `SELECT n.seq, n.id, r.number, r.body, r.search, r.print FROM revisions r JOIN notes n ON n.id = r.note_id
         WHERE r.body IS NOT NULL AND (n.seq, r.number) > (?1, ?2) ORDER BY n.seq, r.number LIMIT ${AT_ONCE}`,
      )
      .bind(...after)
      .all<Derived>()
    const wrong = results.flatMap((row) => {
      const right = derivedFrom(row.body)
      return row.search === right.search && row.print === right.print ? [] : [{ ...row, ...right }]
    })
    differing += wrong.length
    if (mend && wrong.length > 0) {
      const statements = wrong.map(({ id, number, search, print }) =>
        db
          .prepare(
            'UPDATE revisions SET search = ?3, print = ?4 WHERE note_id = ?1 AND number = ?2 AND body IS NOT NULL',
          )
          .bind(id, number, search, print),
      )
      await retrying(() => db.batch(statements))
    }
    const last = results.at(-1)
    if (!last) return differing
    after = [last.seq, last.number]
  }
}

/** Pages whose number of published notes is not what `page_counts` says. @returns How many differed. */
export async function repairCounts(db: D1Database, { mend }: { mend: boolean }): Promise<number> {
  const { results } = await db
    .prepare(
      `SELECT page FROM (SELECT page FROM page_counts UNION SELECT page FROM notes WHERE status = 'published') AS pages
       WHERE coalesce((SELECT published FROM page_counts WHERE page = pages.page), 0)
         <> (SELECT count(*) FROM notes WHERE page = pages.page AND status = 'published')`,
    )
    .all<{ page: string }>()
  if (mend && results.length > 0) {
    await retrying(() =>
      db.batch([
        db.prepare('DELETE FROM page_counts'),
        db.prepare(`INSERT INTO page_counts (page, published)
           SELECT page, count(*) FROM notes WHERE status = 'published' GROUP BY page`),
      ]),
    )
  }
  return results.length
}
