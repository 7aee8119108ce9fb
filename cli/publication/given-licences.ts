import type { D1Database } from '@cloudflare/workers-types'
import { UNCONFIRMED_LICENCE } from '../../worker/notes/note'

/** Ids of the licences that notes were given under, which are not this one: their authors agreed to no other. */
export async function otherLicences(db: D1Database, licence: string): Promise<string[]> {
  const table = await db.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'notes'`).first()
  if (!table) return []
  const { results } = await db
    .prepare(
      `SELECT DISTINCT licence FROM notes WHERE status <> 'withdrawn' AND licence NOT IN (?1, ?2) ORDER BY licence`,
    )
    .bind(licence, UNCONFIRMED_LICENCE)
    .all<{ licence: string }>()
  return results.map(({ licence }) => licence)
}
