import type { D1Database } from '@cloudflare/workers-types'
import { UNCONFIRMED_LICENCE } from '../../worker/notes/note'
import { hasTable } from '../migrations'

/** Ids of the licences that notes were given under, which are not this one: their authors agreed to no other. */
export async function otherLicences(db: D1Database, licence: string): Promise<string[]> {
  if (!(await hasTable(db, 'notes'))) return []
  const { results } = await db
    .prepare(
      `SELECT DISTINCT licence FROM notes WHERE status <> 'withdrawn' AND licence NOT IN (?1, ?2) ORDER BY licence`,
    )
    .bind(licence, UNCONFIRMED_LICENCE)
    .all<{ licence: string }>()
  return results.map(({ licence }) => licence)
}
