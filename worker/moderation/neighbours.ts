import type { D1Database } from '@cloudflare/workers-types'
import type { Status } from '../notes/note'
import { referenceOf } from '../notes/reference'
import { countingRevision } from '../notes/store'

export type Neighbour = { id: string; reference: string; status: Status; body: string }

/** How many a moderator sees beside a note. */
const SHOWN = 20

/** The newest other notes of a page that still have their text. */
export async function neighboursOf(db: D1Database, { id, page }: { id: string; page: string }): Promise<Neighbour[]> {
  const { results } = await db
    .prepare(
      `SELECT n.seq, n.id, n.status, r.body FROM notes n
       JOIN revisions r ON r.note_id = n.id AND r.number = ${countingRevision}
       WHERE n.page = ?1 AND n.id <> ?2 AND n.status <> 'withdrawn' AND r.body IS NOT NULL
       ORDER BY n.seq DESC LIMIT ?3`,
    )
    .bind(page, id, SHOWN)
    .all<{ seq: number } & Omit<Neighbour, 'reference'>>()
  return results.map(({ seq, ...row }) => ({ ...row, reference: referenceOf(seq) }))
}
