import type { D1Database } from '@cloudflare/workers-types'

/** To know that a host is new, all published texts are read: a note with a thousand hosts must not take the base for itself. */
const HOSTS_COMPARED = 20

/** Notes that hold a name in some way, newest first: where none of these leads to it, it counts as new, which is the safe side. */
const NOTES_COMPARED = 200

/**
 * What stands before a name that is a link without a scheme, and what follows any where it ends. Any other sign goes on with
 * the name: one that is only a part of a published one is new.
 */
const beginnings = [...'/:( \n\t\u00a0\u202f[<>"“|,;*_`«']
const endings = [...'/?#: \n\t\u00a0\u202f)]><"”’|,;!*_`»…', '. ', '.\n']

/**
 * Whether hosts stand in no published note: nobody has judged a link to them yet.
 * @returns By host. One that is missing was not looked for: there are too many.
 */
export async function hostsNeverPublished(db: D1Database, hosts: string[]): Promise<Map<string, boolean>> {
  const compared = [...new Set(hosts)].slice(0, HOSTS_COMPARED)
  if (compared.length === 0) return new Map()
  const { results } = await db
    .prepare(
      `SELECT host.value ->> 'name' AS name FROM json_each(?1) AS host
       WHERE NOT EXISTS (
         SELECT 1 FROM (
           SELECT char(10) || lower(r.body) || char(10) AS text
           FROM notes n JOIN revisions r ON r.note_id = n.id AND r.number = n.published_revision
           WHERE n.status = 'published' AND instr(lower(r.body), host.value ->> 'name') > 0
           ORDER BY n.seq DESC LIMIT ${NOTES_COMPARED})
         JOIN json_each(host.value -> 'written') AS written JOIN json_each(?2) AS ending
         WHERE instr(text, written.value || ending.value) > 0)`,
    )
    .bind(JSON.stringify(compared.map(asWritten)), JSON.stringify(endings))
    .all<{ name: string }>()
  const unknown = new Set(results.map(({ name }) => name))
  return new Map(compared.map((host) => [host, unknown.has(host.toLowerCase())]))
}

/** As a link has it in its text: behind a scheme, but for what makes a link without one. */
function asWritten(host: string): { name: string; written: string[] } {
  const name = host.toLowerCase()
  const isBare = /^www\.|@/.test(name)
  return { name, written: isBare ? beginnings.map((sign) => sign + name) : [`://${name}`] }
}
