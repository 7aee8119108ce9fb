import type { D1Database } from '@cloudflare/workers-types'

/** @returns Those hosts that stand in no published note: nobody has judged a link to them yet. To know it, all are read. */
export async function hostsNeverPublished(db: D1Database, hosts: string[]): Promise<Set<string>> {
  if (hosts.length === 0) return new Set()
  const { results } = await db
    .prepare(
      `SELECT host.value AS host FROM json_each(?1) AS host
       WHERE NOT EXISTS (
         SELECT 1 FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
         WHERE n.status = 'published' AND instr(lower(r.body), host.value) > 0)`,
    )
    .bind(JSON.stringify(hosts))
    .all<{ host: string }>()
  return new Set(results.map(({ host }) => host))
}
