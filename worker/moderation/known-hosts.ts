import type { D1Database } from '@cloudflare/workers-types'

/** To know that a host is new, all published texts are read: a note with a thousand hosts must not take the base for itself. */
const HOSTS_COMPARED = 20

/**
 * What follows a host where its name ends, as text has it; any other sign goes on with the name, and a host that is only the
 * beginning of a published one is new.
 */
const endings = [
  '/',
  '?',
  '#',
  ':',
  ' ',
  '\n',
  '\t',
  '. ',
  '.\n',
  ')',
  ']',
  '>',
  '<',
  '"',
  '|',
  ',',
  ';',
  '!',
  '*',
  '_',
  '`',
]

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
         WHERE n.status = 'published' AND instr(lower(r.body), host.value) > 0
           AND EXISTS (SELECT 1 FROM json_each(?2) AS ending WHERE instr(lower(r.body) || char(10), host.value || ending.value) > 0))`,
    )
    .bind(JSON.stringify(compared.map(asWritten)), JSON.stringify(endings))
    .all<{ written: string }>()
  const unknown = new Set(results.map(({ written }) => written))
  return new Map(compared.map((host) => [host, unknown.has(asWritten(host))]))
}

/** As a link has it in its text: behind a scheme, but for what makes a link without one. */
function asWritten(host: string): string {
  const written = host.toLowerCase()
  return /^www\.|@/.test(written) ? written : `://${written}`
}
