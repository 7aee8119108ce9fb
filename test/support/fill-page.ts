import type { Status } from '../../worker/notes/note'
import type { RunningSite } from './harness'

/**
 * Notes straight into D1, as if they had come over the years. Nothing is written to KV for them.
 * @param count Numbered from 1: « Une note parmi d’autres, numéro 1. »
 * @param more What each of them goes on with.
 */
export async function fillPage(
  site: RunningSite,
  page: string,
  count: number,
  status: Extract<Status, 'published' | 'pending' | 'rejected'> = 'published',
  more = '',
): Promise<void> {
  const numbered = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)`
  const id = `'old' || i || ?1${status === 'published' ? '' : ` || '${status}'`}`
  const columns = {
    published: { number: 'i', published_revision: '1', published_at: `'2022-07-06T10:00:00.000Z'` },
    pending: { waiting_revision: '1', waiting_since: `'2022-07-06T10:00:00.000Z'` },
    rejected: { erased_at: 'NULL' },
  }[status]
  await site.env.DB.batch([
    site.env.DB.prepare(
      `INSERT INTO notes (id, page, status, change_id, licence, consented_at, created_at, ${Object.keys(columns).join(', ')})
       ${numbered} SELECT ${id}, ?1, '${status}', ${id}, 'CC-BY-SA-4.0', '2022', '2022', ${Object.values(columns).join(', ')} FROM n`,
    ).bind(page, count),
    site.env.DB.prepare(
      `INSERT INTO revisions (note_id, number, body, created_at) ${numbered}
       SELECT ${id}, 1, 'Une note parmi d’autres, numéro ' || i || '.' || ?3, '2022' FROM n`,
    ).bind(page, count, more),
  ])
}
