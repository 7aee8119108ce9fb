import type { D1Database } from '@cloudflare/workers-types'

/** To know that a host is new, all published texts are read: a note with a thousand hosts must not take the base for itself. */
const HOSTS_COMPARED = 20

/** Places of one text that are looked at for one host, where longer names begin as it does; one behind them is not seen. */
const PLACES_COMPARED = 20

/** Signs that a name goes on with. Of letters beyond ASCII those blocks that have no quotation marks, dots or dashes of prose. */
const NAME_SIGN = '[a-z0-9_%@\u00c0-\u1fff\u2e80-\ufffd-]'

/**
 * Whether hosts stand in no published note: nobody has judged a link to them yet.
 * @returns By host. One that is missing was not looked for: there are too many.
 */
export async function hostsNeverPublished(db: D1Database, hosts: string[]): Promise<Map<string, boolean>> {
  const compared = [...new Set(hosts)].slice(0, HOSTS_COMPARED)
  if (compared.length === 0) return new Map()
  const { results } = await db
    .prepare(
      `SELECT host.value AS written FROM json_each(?1) AS host
       WHERE NOT EXISTS (
         SELECT 1 FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
         WHERE n.status = 'published' AND instr(lower(r.body), host.value) > 0 AND EXISTS (
           WITH RECURSIVE place (text, at) AS (
             SELECT ' ' || lower(r.body), instr(' ' || lower(r.body), host.value)
             UNION ALL
             SELECT substr(text, at + length(host.value) - 1),
               instr(substr(text, at + length(host.value) - 1), host.value)
             FROM place WHERE at > 0
             LIMIT ${PLACES_COMPARED})
           SELECT 1 FROM place
           WHERE at > 0
             AND (host.value GLOB ':*' OR substr(text, at - 1, 1) NOT GLOB ?2 AND substr(text, at - 1, 1) NOT IN ('.', '+'))
             AND substr(text, at + length(host.value), 1) NOT GLOB ?2
             AND substr(text, at + length(host.value), 2) NOT GLOB '.' || ?2))`,
    )
    .bind(JSON.stringify(compared.map(asWritten)), NAME_SIGN)
    .all<{ written: string }>()
  const unknown = new Set(results.map(({ written }) => written))
  return new Map(compared.map((host) => [host, unknown.has(asWritten(host))]))
}

/** As a link has it in its text: behind a scheme, but for what makes a link without one. */
function asWritten(host: string): string {
  const written = host.toLowerCase()
  return /^www\.|@/.test(written) ? written : `://${written}`
}
