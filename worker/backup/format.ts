import type { D1Database } from '@cloudflare/workers-types'

/**
 * A backup is NDJSON: a header, one row of a table a line, and the seal (counts and checksum), in the header when the
 * file was finished in one place, as a last line when it was streamed. Without a seal that fits it is damaged or cut
 * short.
 *
 *     {"kesako":"backup","format":1,"migration":"0006_upkeep.sql","seal":{"counts":{"notes":2,…},"sha256":"…"}}
 *     {"table":"notes","row":{"seq":1,…}}
 *
 * A stream that notes changed under has a line `{"changed":[ID,…]}`: whatever stood above of these notes is replaced by
 * what stands below.
 */
export const FORMAT = 1

export type Value = string | number | null
export type Row = Record<string, Value>

export type Header = {
  kesako: 'backup'
  format: number
  /** The last migration of the database it was made from. */
  migration: string
}

export type Seal = {
  /** Table → rows. Of a stream: lines, those replaced further down too. */
  counts: Record<string, number>
  /** Of the header without its seal, and every row's line, each with its line end; hexadecimal. */
  sha256: string
}

/** What one read of the database gave. */
export type Part = { table: string; rows: Row[] } | { changed: string[] }

/** The lines of a part, each with its line end. */
export function linesOf(part: Part): string {
  if ('changed' in part) return `${JSON.stringify(part)}\n`
  return part.rows.map((row) => lineOf(part.table, row)).join('')
}

export function lineOf(table: string, row: Row): string {
  return `${JSON.stringify({ table, row })}\n`
}

export function headerLine(header: Header, seal?: Seal): string {
  return `${JSON.stringify({ ...header, ...(seal && { seal }) })}\n`
}

export async function headerOf(db: D1Database): Promise<Header> {
  const row = await db.prepare('SELECT name FROM d1_migrations ORDER BY id DESC LIMIT 1').first<{ name: string }>()
  if (!row) throw new Error('The database has no tables yet.')
  return { kesako: 'backup', format: FORMAT, migration: row.name }
}
